import { clockOff, type TestDatabase, testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { pruneLimits } from "../sql/sign_in_limits.ts";
import { ENCRYPTION_KEY, RULES } from "../testing.ts";
import { createSignInLimit, type SignInRules, waitAfter } from "./sign_in_limit.ts";

const START = Date.UTC(2026, 0, 1);
const OPEN = { failuresMax: 0, refillMs: 2_000 };

function limitOn(db: TestDatabase, rules: Partial<SignInRules> = {}) {
  const clock = { ms: START };
  return {
    ...createSignInLimit(db, ENCRYPTION_KEY, { ...RULES, ...rules }, () => Promise.resolve(new Date(clock.ms))),
    clock,
  };
}

/** The seconds of `Retry-After` with which a call is refused, or undefined when it is not. */
async function refusalOf(call: Promise<void>): Promise<number | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    assert.equal(Reflect.get(Object(error), "reason"), "too-many-requests");
    return Number(Reflect.get(Object(error), "options").headers["retry-after"]);
  }
}

Deno.test("from the fifth failure in a row each further try waits twice as long, up to 15 minutes", () => {
  const { address: _, ...rules } = RULES;
  const waits = Array.from({ length: 16 }, (_, nth) => waitAfter(nth + 1, rules) / 1_000);
  assert.deepEqual(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  assert.equal(waitAfter(2_000_000_000, rules), 900_000);
});

Deno.test("an account waits after its failures, tries in the meantime count nothing, and the rest of the wait is said", async () => {
  await using db = await testDatabase("auth");
  const limit = limitOn(db, { failuresMax: 2, waitMs: 4_000, waitMaxMs: 10_000, address: OPEN });
  const tried = { account: "a@example.org", network: "192.0.2.1" };
  for (let nth = 0; nth < 2; nth++) {
    await limit.admit(tried);
    await limit.failed(tried);
  }
  for (const [waitS, afterMs] of [[4, 4_000], [8, 8_000], [10, 10_000], [10, 10_000]] as const) {
    assert.equal(await refusalOf(limit.admit(tried)), waitS);
    assert.equal(await refusalOf(limit.admit({ ...tried, network: "192.0.2.2" })), waitS);
    limit.clock.ms += afterMs - 1;
    assert.equal(await refusalOf(limit.admit(tried)), 1);
    assert.equal(await refusalOf(limit.failed(tried)), 1);
    limit.clock.ms += 1;
    await limit.admit(tried);
    await limit.failed(tried);
  }
  await limit.admit({ ...tried, account: "b@example.org" });
});

Deno.test("an account is one however its e-mail is written, and a success clears it", async () => {
  await using db = await testDatabase("auth");
  const limit = limitOn(db, { failuresMax: 2, address: OPEN });
  const network = "192.0.2.1";
  await limit.failed({ account: "a@example.org", network });
  await limit.succeeded({ account: "A@example.org", network });
  await limit.failed({ account: "a@EXAMPLE.org", network });
  await limit.admit({ account: "a@example.org", network });
  await limit.failed({ account: "a@example.org", network });
  assert.equal(await refusalOf(limit.admit({ account: "A@EXAMPLE.ORG", network })), 1);
  assert.equal(await refusalOf(limit.succeeded({ account: "a@example.org", network })), 1); // It came too late.
  await limit.forget("a@example.org");
  await limit.admit({ account: "a@example.org", network });
});

Deno.test("an address has its failures, and one comes back after each refill", async () => {
  await using db = await testDatabase("auth");
  const limit = limitOn(db, { address: { failuresMax: 3, refillMs: 2_000 } });
  const network = "192.0.2.1";
  for (let nth = 0; nth < 3; nth++) await limit.failed({ account: `${nth}@example.org`, network });
  const next = { account: "next@example.org", network };
  assert.equal(await refusalOf(limit.admit(next)), 2);
  assert.equal(await refusalOf(limit.failed(next)), 2);
  assert.equal(await refusalOf(limit.succeeded(next)), 2);
  await limit.admit({ ...next, network: "192.0.2.2" });
  limit.clock.ms += 1_999;
  assert.equal(await refusalOf(limit.admit(next)), 1);
  limit.clock.ms += 1;
  for (let nth = 0; nth < 5; nth++) await limit.succeeded(next); // Costs nothing.
  await limit.failed(next);
  assert.equal(await refusalOf(limit.admit(next)), 2);
  limit.clock.ms += 3_600_000;
  for (let nth = 0; nth < 3; nth++) await limit.failed({ account: `${nth}@example.com`, network });
  assert.equal(await refusalOf(limit.admit(next)), 2);
});

Deno.test("a try that its address may not make does not count for its account", async () => {
  await using db = await testDatabase("auth");
  const limit = limitOn(db, { failuresMax: 2, address: { failuresMax: 1, refillMs: 60_000 } });
  await limit.failed({ account: "other@example.org", network: "192.0.2.1" });
  for (let nth = 0; nth < 5; nth++) {
    assert.equal(await refusalOf(limit.failed({ account: "a@example.org", network: "192.0.2.1" })), 60);
  }
  await limit.failed({ account: "a@example.org", network: "192.0.2.2" });
  await limit.admit({ account: "a@example.org", network: "192.0.2.3" });
});

Deno.test("of forty failures at once, on two services, an account has five and an address thirty", async () => {
  await using db = await testDatabase("auth");
  const limits = [limitOn(db), limitOn(db)];
  const counted = async (of: (nth: number) => { account: string; network: string }) => {
    const refusals = await Promise.all(
      Array.from({ length: 40 }, (_, nth) => refusalOf(limits[nth % 2]?.failed(of(nth)) ?? Promise.resolve())),
    );
    return refusals.filter((refusal) => refusal === undefined).length;
  };
  assert.equal(await counted((nth) => ({ account: "a@example.org", network: `192.0.2.${nth}` })), 5);
  assert.equal(await counted((nth) => ({ account: `${nth}@example.org`, network: "198.51.100.1" })), 30);
});

Deno.test("a process whose clock is off makes nobody wait longer, nor shorter", async () => {
  await using db = await testDatabase("auth");
  const address = { failuresMax: 6, refillMs: 60_000 };
  const limit = createSignInLimit(db, ENCRYPTION_KEY, { ...RULES, failuresMax: 2, waitMs: 30_000, address });
  const tried = { account: "a@example.org", network: "192.0.2.1" };
  await limit.failed(tried);
  {
    using _ahead = clockOff(3_600_000);
    await limit.failed(tried);
    await limit.failed({ ...tried, account: "b@example.org" });
    const waitS = await refusalOf(limit.admit(tried));
    assert.ok(waitS !== undefined && waitS <= 30, `${waitS} s`);
  }
  const waitS = await refusalOf(limit.admit(tried));
  assert.ok(waitS !== undefined && waitS <= 30, `${waitS} s`);
  await limit.admit({ ...tried, account: "c@example.org" }); // There is still room for a failure of this address.
  using _behind = clockOff(-3_600_000);
  const stillS = await refusalOf(limit.admit(tried));
  assert.ok(stillS !== undefined && stillS <= 30, `${stillS} s`);
});

Deno.test("nothing that is kept names an account or an address, and another key names them otherwise", async () => {
  await using db = await testDatabase("auth");
  await limitOn(db).failed({ account: "a@example.org", network: "192.0.2.1" });
  const other = createSignInLimit(db, new Uint8Array(32).fill(9), RULES, () => Promise.resolve(new Date(START)));
  await other.failed({ account: "a@example.org", network: "192.0.2.1" });
  const accounts = await db.query<{ digest: Uint8Array }>`select digest from sign_in_account`;
  const addresses = await db.query<{ digest: Uint8Array }>`select digest from sign_in_address`;
  assert.equal(accounts.length, 2);
  assert.equal(addresses.length, 2);
  for (const { digest } of [...accounts, ...addresses]) assert.equal(digest.length, 32);
});

Deno.test("what is over is forgotten, and of too many accounts those that failed longest ago", async () => {
  await using db = await testDatabase("auth");
  const limit = limitOn(db);
  const rows = async () => [
    (await db.query`select from sign_in_account`).length,
    (await db.query`select from sign_in_address`).length,
  ];
  for (let nth = 0; nth < 4; nth++) {
    await limit.failed({ account: `${nth}@example.org`, network: `192.0.2.${nth}` });
    limit.clock.ms += 1_000;
  }
  await pruneLimits(db.query, new Date(START + 2_000), 10);
  assert.deepEqual(await rows(), [4, 3]);
  await pruneLimits(db.query, new Date(START + 4_000), 3);
  assert.deepEqual(await rows(), [3, 1]);
  await pruneLimits(db.query, new Date(START + 86_400_000 + 1_500), 10);
  assert.deepEqual(await rows(), [2, 0]);
});
