import assert from "node:assert/strict";
import { open, seal } from "./seal.ts";

const key = new Uint8Array(32).fill(1);
const plain = new TextEncoder().encode("an invented secret");

Deno.test("what is sealed is opened with the same key and label, and looks different each time", async () => {
  const [one, other] = [await seal(plain, key, "label"), await seal(plain, key, "label")];
  assert.notDeepEqual(one, other);
  assert.deepEqual(await open(one, key, "label"), plain);
  assert.deepEqual(await open(other, key, "label"), plain);
  assert.ok(!new TextDecoder().decode(one).includes("secret"));
});

Deno.test("another key, another label and any changed byte open nothing", async () => {
  const sealed = await seal(plain, key, "label");
  await assert.rejects(open(sealed, new Uint8Array(32).fill(2), "label"));
  await assert.rejects(open(sealed, key, "Label"));
  for (let at = 0; at < sealed.length; at++) {
    await assert.rejects(open(sealed.map((byte, index) => index === at ? byte ^ 1 : byte), key, "label"));
  }
  await assert.rejects(open(sealed.subarray(0, -1), key, "label"));
});
