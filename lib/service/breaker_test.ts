import assert from "node:assert/strict";
import { DomainError } from "../errors.ts";
import { createMetrics } from "../telemetry/mod.ts";
import { eventually } from "../testing/mod.ts";
import { Abandoned, createBreaker } from "./breaker.ts";

const FAILURES_IN_A_ROW = 5;
const lost = new Error("no answer");
const refused = new Error("an answer that says no");

function breakerOf() {
  const metrics = createMetrics("test");
  const isNoAnswer = (error: unknown) => error === lost;
  const breaker = createBreaker({ upstream: "billing", what: "The billing service", isNoAnswer, metrics });
  let calls = 0;
  const call = (outcome: () => Promise<string>) =>
    breaker.run(() => {
      calls++;
      return outcome();
    });
  return {
    breaker,
    call,
    calls: () => calls,
    state: async () =>
      (await metrics.circuitBreakerState.get()).values.map(({ value, labels }) => [labels.upstream, value]),
    open: async () => {
      for (let count = 0; count < FAILURES_IN_A_ROW; count++) {
        await assert.rejects(call(() => Promise.reject(lost)), lost);
      }
    },
  };
}

const isUnavailable = (error: unknown) => {
  assert.ok(error instanceof DomainError, String(error));
  assert.equal(error.message, "The billing service cannot be reached at the moment");
  assert.equal(error.options.headers?.["retry-after"], "1");
  return true;
};
const fine = () => Promise.resolve("fine");

Deno.test("calls go through as long as there are answers, whatever they say", async () => {
  const { call, breaker, state } = breakerOf();
  for (let count = 0; count < 20; count++) {
    await assert.rejects(call(() => Promise.reject(refused)), refused);
    await assert.rejects(call(() => Promise.reject(new Abandoned(refused))), refused);
  }
  assert.equal(await call(fine), "fine");
  assert.equal(breaker.closed(), true);
  assert.deepEqual(await state(), [["billing", 0]]);
});

Deno.test("five calls in a row without an answer open the circuit, not five among others", async () => {
  const { call, calls, breaker, open, state } = breakerOf();
  for (let count = 0; count < 20; count++) {
    await assert.rejects(call(() => Promise.reject(lost)));
    await call(fine);
  }
  assert.equal(breaker.closed(), true);
  await open();
  const before = calls();
  await assert.rejects(call(fine), isUnavailable);
  assert.equal(calls(), before, "an open circuit lets a call through");
  assert.equal(breaker.closed(), false);
  assert.deepEqual(await state(), [["billing", 2]]);
});

Deno.test("after a while one call is let through, others fail at once meanwhile, and its answer closes the circuit", async () => {
  const { call, calls, breaker, open, state } = breakerOf();
  await open();
  const probe = Promise.withResolvers<string>();
  const before = calls();
  let probing: Promise<string> | undefined;
  await eventually(() => {
    probing = call(() => probe.promise);
    probing.catch(() => undefined);
    return calls() > before;
  });
  assert.deepEqual(await state(), [["billing", 1]]);
  for (let count = 0; count < 10; count++) await assert.rejects(call(fine), isUnavailable);
  assert.equal(calls(), before + 1);
  probe.resolve("back");
  assert.equal(await probing, "back");
  assert.equal(breaker.closed(), true);
  assert.equal(await call(fine), "fine");
  assert.deepEqual(await state(), [["billing", 0]]);
});

for (const [what, failure] of [["fails", lost], ["is given up", new Abandoned(refused)]] as const) {
  Deno.test(`a probe that ${what} leaves the circuit open`, async () => {
    const { call, calls, breaker, open } = breakerOf();
    await open();
    const before = calls();
    await eventually(async () => {
      await call(() => Promise.reject(failure)).catch(() => undefined);
      return calls() > before;
    });
    assert.equal(breaker.closed(), false);
    await assert.rejects(call(fine), isUnavailable);
  });
}
