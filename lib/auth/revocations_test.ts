import assert from "node:assert/strict";
import { clockOff, eventually } from "../testing/mod.ts";
import { createRevocations } from "./mod.ts";

Deno.test("a session that was revoked is known, and another one is not", () => {
  const revocations = createRevocations();
  revocations.add([{ sessionId: "one", keepMs: 60_000 }]);
  assert.deepEqual([revocations.has("one"), revocations.has("two")], [true, false]);
});

Deno.test("what concerns only tokens that have expired is not even taken", () => {
  const revocations = createRevocations();
  revocations.add([{ sessionId: "one", keepMs: -1 }]);
  assert.equal(revocations.has("one"), false);
});

Deno.test("when its last token has expired a revocation is forgotten, so memory is bounded by a token's life", async () => {
  const revocations = createRevocations(10);
  revocations.add([
    { sessionId: "short", keepMs: 50 },
    { sessionId: "long", keepMs: 60_000 },
  ]);
  assert.equal(revocations.has("short"), true);
  await eventually(() => {
    revocations.add([]); // Each sign of life from auth is one.
    return !revocations.has("short");
  });
  assert.equal(revocations.has("long"), true);
});

Deno.test("a clock that is put forward or back forgets none", () => {
  const revocations = createRevocations(0);
  revocations.add([{ sessionId: "one", keepMs: 60_000 }]);
  for (const byMs of [3_600_000, -3_600_000]) {
    using _ = clockOff(byMs);
    revocations.add([{ sessionId: `${byMs}`, keepMs: 60_000 }]);
    assert.deepEqual([revocations.has("one"), revocations.has(`${byMs}`)], [true, true]);
  }
});
