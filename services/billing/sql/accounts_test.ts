import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { findAccount, findAccountOfPatient, listAccounts, listHolders, openAccounts } from "./accounts.ts";

const uuids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID() as string);

Deno.test("openAccounts() opens an account for each patient, and gives the same ones when asked again", async () => {
  await using db = await testDatabase("billing");
  const patientIds = uuids(3);
  const opened = await openAccounts(db.query, patientIds, "EUR");
  assert.deepEqual(new Set(opened.map(({ patientId }) => patientId)), new Set(patientIds));
  assert.ok(opened.every(({ status, currency }) => status === "ACTIVE" && currency === "EUR"));

  const again = await openAccounts(db.query, patientIds, "CHF");
  const byId = (a: { id: string }, b: { id: string }) => a.id < b.id ? -1 : 1;
  assert.deepEqual(again.toSorted(byId), opened.map((each) => ({ ...each, opened: false })).toSorted(byId));
});

Deno.test("twenty batches at once with the same patients in any order open one account for each", async () => {
  await using db = await testDatabase("billing");
  const patientIds = uuids(60);
  const batches = await Promise.all(Array.from({ length: 20 }, (_, nth) => {
    const overlapping = [...patientIds.slice(nth), ...patientIds.slice(0, nth)].slice(0, 40);
    return openAccounts(db.query, nth % 2 === 0 ? overlapping : overlapping.toReversed(), "EUR");
  }));

  assert.ok(batches.every((accounts) => accounts.length === 40));
  const accountOf = new Map<string, string>();
  for (const { id, patientId } of batches.flat()) {
    assert.equal(accountOf.get(patientId) ?? id, id, "all callers get the same account");
    accountOf.set(patientId, id);
  }
  const [stored] = await db.query<{ count: number }>`select count(*)::integer as count from account`;
  assert.equal(stored?.count, accountOf.size);
});

Deno.test("openAccounts() opens one account for a patient who is in the batch twice", async () => {
  await using db = await testDatabase("billing");
  const [patientId = ""] = uuids(1);
  assert.equal((await openAccounts(db.query, [patientId, patientId], "EUR")).length, 1);
});

Deno.test("an account is found by its id and by its patient, and nothing where there is none", async () => {
  await using db = await testDatabase("billing");
  const [patientId = "", nobody = ""] = uuids(2);
  const [{ opened, ...account } = assert.fail()] = await openAccounts(db.query, [patientId], "EUR");
  assert.ok(opened);
  assert.deepEqual(await findAccount(db.query, account.id), account);
  assert.deepEqual(await findAccountOfPatient(db.query, patientId), account);
  assert.equal(await findAccount(db.query, nobody), undefined);
  assert.equal(await findAccountOfPatient(db.query, nobody), undefined);
});

Deno.test("listAccounts() goes on after an id, oldest first", async () => {
  await using db = await testDatabase("billing");
  for (const patientId of uuids(5)) await openAccounts(db.query, [patientId], "EUR");
  const all = await listAccounts(db.query, undefined, 10);
  assert.equal(all.length, 5);
  const times = all.map(({ createdAt }) => createdAt.getTime());
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
  assert.deepEqual(await listAccounts(db.query, all[1]?.id, 2), all.slice(2, 4));
  assert.deepEqual(await listAccounts(db.query, all.at(-1)?.id, 2), []);
});

Deno.test("listHolders() goes on after a patient, in the order of their ids, to the end", async () => {
  await using db = await testDatabase("billing");
  const patientIds = uuids(5).toSorted();
  await openAccounts(db.query, patientIds.toReversed(), "EUR");
  assert.deepEqual(await listHolders(db.query, undefined, 3), patientIds.slice(0, 3));
  assert.deepEqual(await listHolders(db.query, patientIds[2], 3), patientIds.slice(3));
  assert.deepEqual(await listHolders(db.query, patientIds[4], 3), []);
});
