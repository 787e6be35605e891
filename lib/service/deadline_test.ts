import assert from "node:assert/strict";
import { DomainError } from "../errors.ts";
import { rest, withDeadline } from "./deadline.ts";

Deno.test("withDeadline() gives the promise's value or its own failure", async () => {
  assert.equal(await withDeadline(Promise.resolve(7), 1_000, "It"), 7);
  const failure = new Error("its own");
  await assert.rejects(withDeadline(Promise.reject(failure), 1_000, "It"), failure);
});

Deno.test("withDeadline() names what was waited for in vain", async () => {
  await assert.rejects(withDeadline(new Promise(() => {}), 5, "The broker"), (error) => {
    assert.ok(error instanceof DomainError);
    assert.equal(error.reason, "unavailable");
    assert.match(error.message, /^The broker/);
    return true;
  });
});

Deno.test("a promise that fails after its deadline harms nobody", async () => {
  const { promise, reject } = Promise.withResolvers();
  await assert.rejects(withDeadline(promise, 1, "It"));
  reject(new Error("late")); // An unhandled rejection would fail this test.
  await new Promise((resolve) => setTimeout(resolve));
});

Deno.test("rest() ends as soon as its signal fires, also when it has fired before", async () => {
  const stop = new AbortController();
  const resting = rest(60_000, stop.signal);
  stop.abort();
  await resting;
  await rest(60_000, stop.signal);
});
