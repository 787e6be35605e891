import assert from "node:assert/strict";
import { eventually } from "./eventually.ts";

Deno.test("eventually() waits until the check gives something, and resolves with it", async () => {
  const answers = [undefined, false, 0];
  assert.equal(await eventually(() => answers.shift()), 0);
  assert.deepEqual(answers, []);
});

Deno.test("eventually() calls a check that throws again", async () => {
  let calls = 0;
  const value = await eventually(() => {
    calls += 1;
    if (calls < 3) throw new Error("not yet");
    return Promise.resolve("now");
  });
  assert.equal(value, "now");
});

Deno.test("eventually() throws the last failure at its deadline", async () => {
  let calls = 0;
  const check = () => {
    calls += 1;
    return Promise.reject(new Error(`failure ${calls}`));
  };
  await assert.rejects(eventually(check, { deadlineMs: 50 }), (error: Error) => error.message === `failure ${calls}`);
  assert.ok(calls > 1);
});

Deno.test("eventually() does not wait for a check that hangs past its deadline", async () => {
  await assert.rejects(eventually(() => new Promise<void>(() => {}), { deadlineMs: 30 }), /No answer within 30 ms/);
  await assert.rejects(eventually(() => undefined, { deadlineMs: 30 }), /Still undefined after 30 ms/);
});
