import assert from "node:assert/strict";
import { callContext, endOf, onBehalfOf, remainingMs } from "./call_context.ts";

const never = new AbortController().signal;

Deno.test("work has its caller's time left, also after waiting and in what it calls", async () => {
  const caller = { endsAtMs: performance.now() + 60_000, signal: () => never };
  await onBehalfOf(caller, async () => {
    await Promise.resolve();
    assert.equal(callContext(), caller);
    assert.ok(remainingMs() > 0 && remainingMs() <= 60_000);
  });
});

Deno.test("time that is up is 0, and work for nobody has all the time", () => {
  assert.equal(onBehalfOf({ endsAtMs: performance.now() - 1, signal: () => never }, remainingMs), 0);
  assert.equal(remainingMs(), Infinity);
  assert.equal(callContext(), undefined);
});

Deno.test("callers that are served at once keep their own time", async () => {
  const left = await Promise.all(
    [1_000_000, 2_000_000].map((ms) =>
      onBehalfOf({ endsAtMs: performance.now() + ms, signal: () => never }, async () => {
        await new Promise((resolve) => setTimeout(resolve));
        return Math.round(remainingMs() / 1_000_000);
      })
    ),
  );
  assert.deepEqual(left, [1, 2]);
});

for (const header of [undefined, null, "", "-1", "1.5", "1e3", "soon", "99999999"]) {
  Deno.test(`a deadline of ${header} sets no bound`, () => assert.equal(endOf(header), Infinity));
}

Deno.test("a deadline is milliseconds from now", () => {
  const now = performance.now();
  assert.ok(Math.abs(endOf("250") - now - 250) < 200);
});
