import assert from "node:assert/strict";
import { DomainError } from "../errors.ts";
import { idempotencyKey } from "./idempotency_key.ts";

const read = (key: string) => idempotencyKey(new Headers({ "idempotency-key": key }));

Deno.test("an idempotency key is 1 to 255 visible ASCII characters, kept as they are", () => {
  assert.equal(idempotencyKey(new Headers()), undefined);
  for (const key of ["a", "!~", "Aa", "x".repeat(255), '"quoted"']) assert.equal(read(key), key);
});

for (const key of ["", "a b", "x".repeat(256), "é", "a\tb"]) {
  Deno.test(`${JSON.stringify(key).slice(0, 10)} is no idempotency key`, () => {
    assert.throws(() => read(key), (error) => {
      assert.ok(error instanceof DomainError);
      assert.deepEqual(error.options.faults?.map(({ pointer }) => pointer), ["/Idempotency-Key"]);
      return true;
    });
  });
}
