import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { argon2Library, PASSWORD } from "../testing.ts";
import { createPasswords, decoyOf } from "./password.ts";

const library = argon2Library();
const passwords = createPasswords(library, { atOnceMax: 2 });
const hash = await passwords.hash(PASSWORD);
const argon2 = createRequire(import.meta.url)(library);

/** As auth kept passwords before it knew of normal forms. */
function argon2Hash(password: string): Promise<string> {
  return argon2.hash(password, { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}

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

Deno.test("without a hash every password is wrong, after work of the same cost", async () => {
  for (const none of [undefined, null]) assert.equal(await passwords.verify(none, PASSWORD), false);
  const cost = { memoryCost: 9_216, timeCost: 4, parallelism: 1 };
  const real = (await createPasswords(library, { atOnceMax: 1, cost }).hash(PASSWORD)).split("$");
  const decoy = decoyOf(cost).split("$");
  assert.deepEqual(decoy.slice(0, 4), real.slice(0, 4));
  assert.deepEqual(decoy.map(({ length }) => length), real.map(({ length }) => length));
  assert.equal(await argon2.verify(decoyOf(cost), PASSWORD), false); // Argon2 takes it for a hash.
});

Deno.test("a password is the same in each of its written forms, and one kept in another form is still right", async () => {
  const [composed, decomposed, wide] = ["\u00e9".repeat(12), "e\u0301".repeat(12), "\uff50assword-form"] as const;
  const kept = await passwords.hash(composed);
  assert.equal(await passwords.verify(kept, decomposed), true);
  assert.equal(await passwords.verify(await passwords.hash(wide), "password-form"), true);
  const old = await argon2Hash(decomposed);
  assert.equal(await passwords.verify(old, decomposed), true);
  assert.equal(await passwords.isOutdated(old, decomposed), true);
  assert.equal(await passwords.isOutdated(kept, decomposed), false);
});

Deno.test("a hash is outdated when either cost has risen, and only then", async () => {
  for (const cost of [{ memoryCost: 20_000 }, { timeCost: 3 }]) {
    const dearer = createPasswords(library, {
      atOnceMax: 1,
      cost: { memoryCost: 19_456, timeCost: 2, parallelism: 1, ...cost },
    });
    assert.equal(await dearer.isOutdated(hash, PASSWORD), true);
    assert.equal(await dearer.verify(hash, PASSWORD), true);
    assert.equal(await passwords.isOutdated(await dearer.hash(PASSWORD), PASSWORD), false);
  }
  assert.equal(await passwords.isOutdated(hash, PASSWORD), false);
});

Deno.test("past a bounded queue a password is refused at once, and when the queue is done it is not", async () => {
  const narrow = createPasswords(library, { atOnceMax: 1, waitingMax: 2 });
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
  const narrow = createPasswords(library, { atOnceMax: 1, waitingMax: 1 });
  for (let nth = 0; nth < 3; nth++) await assert.rejects(narrow.verify("$argon2id$broken", PASSWORD));
  assert.equal(await narrow.verify(hash, PASSWORD), true);
});
