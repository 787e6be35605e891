import assert from "node:assert/strict";
import { digestOf, matches, randomSecret } from "./secret.ts";

Deno.test("secrets are 256 bits in base64url, and none is like another", () => {
  const secrets = Array.from({ length: 100 }, randomSecret);
  assert.equal(new Set(secrets).size, 100);
  for (const secret of secrets) assert.equal(Uint8Array.fromBase64(secret, { alphabet: "base64url" }).length, 32);
});

Deno.test("a secret matches its own digest alone, and none where there is no digest", () => {
  const [secret, other] = [randomSecret(), randomSecret()];
  assert.equal(matches(secret, digestOf(secret)), true);
  assert.equal(matches(other, digestOf(secret)), false);
  assert.equal(matches("", digestOf(secret)), false);
  assert.equal(matches(secret, undefined), false);
});
