import assert from "node:assert/strict";
import { argon2Library, PASSWORD } from "../testing.ts";
import { createPasswords } from "./password.ts";

const library = argon2Library();
const passwords = createPasswords(library, 2);
const hash = await passwords.hash(PASSWORD);

Deno.test("a hash is argon2id with 19 MiB and two passes, and salted", async () => {
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.notEqual(await passwords.hash(PASSWORD), hash);
});

Deno.test("a password is right or wrong to the letter", async () => {
  assert.equal(await passwords.verify(hash, PASSWORD), true);
  for (const wrong of ["", PASSWORD.toUpperCase(), `${PASSWORD} `, PASSWORD.slice(0, -1)]) {
    assert.equal(await passwords.verify(hash, wrong), false);
  }
});

Deno.test("without a hash every password is wrong, after as much work", async () => {
  const fastest = async (given: string | undefined) => {
    const times: number[] = [];
    for (let nth = 0; nth < 5; nth++) {
      const startedMs = performance.now();
      assert.equal(await passwords.verify(given, "wrong"), false);
      times.push(performance.now() - startedMs);
    }
    return Math.min(...times);
  };
  const [known, unknown] = [await fastest(hash), await fastest(undefined)];
  assert.ok(unknown > known / 3 && unknown < known * 3, `${known} ms and ${unknown} ms`);
});

Deno.test("past a bounded queue a password is refused at once, and when the queue is done it is not", async () => {
  const narrow = createPasswords(library, 1, 2);
  const settled = await Promise.allSettled(Array.from({ length: 5 }, () => narrow.verify(hash, PASSWORD)));
  assert.deepEqual(settled.slice(0, 3), Array.from({ length: 3 }, () => ({ status: "fulfilled", value: true })));
  for (const outcome of settled.slice(3)) {
    assert.ok(outcome.status === "rejected");
    assert.equal(outcome.reason.reason, "unavailable");
    assert.equal(outcome.reason.options.headers["retry-after"], "1");
  }
  assert.equal(await narrow.verify(hash, PASSWORD), true);
});

Deno.test("a hash that is none is a defect, and takes no place in the queue", async () => {
  const narrow = createPasswords(library, 1, 1);
  for (let nth = 0; nth < 3; nth++) await assert.rejects(narrow.verify("$argon2id$broken", PASSWORD));
  assert.equal(await narrow.verify(hash, PASSWORD), true);
});
