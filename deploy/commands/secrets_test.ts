import assert from "node:assert/strict";
import { formFault } from "./secrets.ts";

Deno.test("a value is held against the programs that read it before it is stored", () => {
  assert.equal(formFault("DATABASE_URL_AUTH", "postgres://auth:x@db.example:5432/auth"), undefined);
  assert.match(formFault("DATABASE_URL_AUTH", "mysql://x") ?? "", /expected a postgres:\/\/ URL/);
  assert.match(formFault("AUTH_KEY_ENCRYPTION_KEY", "c2hvcnQ=") ?? "", /expected 32 bytes in base64/);
  assert.match(formFault("KAFKA_BROKERS", "no port") ?? "", /expected host:port/);
  assert.match(formFault("BOOTSTRAP_ADMIN_EMAIL", "nobody") ?? "", /expected an e-mail address/);
});
