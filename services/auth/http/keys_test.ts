import { createVerifier } from "@pms/lib/auth";
import { createLogger } from "@pms/lib/telemetry";
import assert from "node:assert/strict";
import { testApp } from "../testing.ts";

const PATH = "/auth/.well-known/jwks.json";

Deno.test("the public keys are published as JWKS, for caches too, and nothing private with them", async () => {
  await using app = await testApp();
  const response = await app.send("GET", PATH);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("cache-control") ?? "", /^public, max-age=[1-9]\d*$/);
  const { keys, ...rest } = await response.json();
  assert.deepEqual(rest, {});
  assert.equal(keys.length, 1);
  const [{ x, kid, ...key }] = keys;
  assert.deepEqual(key, { kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig" });
  assert.equal(Uint8Array.fromBase64(x, { alphabet: "base64url" }).length, 32);
  assert.equal(kid, app.keys.current().kid);
});

Deno.test("who has fetched the keys checks tokens with them, as every service does", async () => {
  await using app = await testApp();
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => app.send("GET", PATH));
  const log = createLogger("test", "error", () => {});
  await using verifier = createVerifier({ jwksUrl: `http://127.0.0.1:${server.addr.port}${PATH}`, log });
  const { token, user } = await app.signIn();
  const caller = await verifier.verify(token);
  assert.equal(caller.subject, user.id);
  assert.ok(caller.scopes.has("patient:write"));
});
