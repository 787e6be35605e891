import { type TestDatabase, testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { addStaff, EMAIL } from "../testing.ts";
import { listRevocations, pruneRevocations } from "./revocations.ts";
import { endOtherSessions, endSession, endSessionOf, endSessionOfToken, insertSession } from "./sessions.ts";
import { findStaffByEmail } from "./staff.ts";

const digest = (fill: number) => new Uint8Array(32).fill(fill);

/** An account with that many sessions; the token of each has its number as every byte. */
async function withSessions(db: TestDatabase, count: number) {
  await addStaff(db, EMAIL, ["REGISTRAR"]);
  const staff = await findStaffByEmail(db.query, EMAIL);
  assert.ok(staff !== undefined && staff.passwordHash !== null);
  const owner = { id: staff.id, passwordHash: staff.passwordHash };
  const sessions: string[] = [];
  for (let each = 0; each < count; each++) {
    sessions.push(await insertSession(db.query, owner, digest(each)) ?? assert.fail("no session"));
  }
  return { staffId: staff.id, sessions };
}

async function logged(db: TestDatabase, since = 0): Promise<string[]> {
  return (await listRevocations(db.query, since, 100)).map(({ sessionId }) => sessionId);
}

Deno.test("however a session ends, it stands in the log, once", async () => {
  await using db = await testDatabase("auth");
  const { staffId, sessions: [a = "", b = "", c = "", d = "", e = ""] } = await withSessions(db, 5);
  assert.deepEqual(await logged(db), []);
  await endSession(db.query, a);
  await endSessionOfToken(db.query, digest(1));
  assert.equal(await endSessionOf(db.query, c, staffId), true);
  await endOtherSessions(db.query, staffId, d);
  assert.deepEqual(await logged(db), [a, b, c, e]);

  await endSession(db.query, a);
  await endSessionOfToken(db.query, digest(1));
  assert.equal(await endSessionOf(db.query, c, undefined), false);
  await endOtherSessions(db.query, staffId, d);
  assert.equal(await endSessionOf(db.query, d, crypto.randomUUID()), false);
  assert.deepEqual(await logged(db), [a, b, c, e]);
  await endOtherSessions(db.query, staffId, undefined);
  assert.deepEqual(await logged(db), [a, b, c, e, d]);
});

Deno.test("a transaction that is rolled back revokes nothing and leaves no gap", async () => {
  await using db = await testDatabase("auth");
  const { sessions: [a = "", b = ""] } = await withSessions(db, 2);
  await assert.rejects(db.transaction(async (query) => {
    await endSession(query, a);
    throw new Error("on second thoughts");
  }));
  await endSession(db.query, b);
  const [only, ...more] = await listRevocations(db.query, 0, 100);
  assert.deepEqual([only?.position, only?.sessionId, more], [1, b, []]);
});

Deno.test("a position that became visible has none before it that will: who comes second waits for the first", async () => {
  await using db = await testDatabase("auth");
  const { sessions: [first = "", second = ""] } = await withSessions(db, 2);
  const ended = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const slow = db.transaction(async (query) => {
    await endSession(query, first);
    ended.resolve();
    await commit.promise;
  });
  await ended.promise;
  let secondIsIn = false;
  const quick = endSession(db.query, second).then(() => secondIsIn = true);
  // It waits for the row that the slow one holds, and only that can be seen.
  await assert.doesNotReject(waitsForLock(db));
  assert.deepEqual([await logged(db), secondIsIn], [[], false]);
  commit.resolve();
  await Promise.all([slow, quick]);
  assert.deepEqual(await logged(db), [first, second]);
  assert.deepEqual(await logged(db, 1), [second]);
});

Deno.test("a hundred sessions that end at once have a hundred positions without a gap", async () => {
  await using db = await testDatabase("auth");
  const { sessions } = await withSessions(db, 100);
  await Promise.all(sessions.map((session) => endSession(db.query, session)));
  const rows = await listRevocations(db.query, 0, 1_000);
  assert.deepEqual(rows.map(({ position }) => position), sessions.map((_, index) => index + 1));
  assert.deepEqual(new Set(rows.map(({ sessionId }) => sessionId)), new Set(sessions));
});

Deno.test("a revocation is forgotten when no token of its session can be good any more, and positions go on", async () => {
  await using db = await testDatabase("auth");
  const { sessions: [a = "", b = "", c = ""] } = await withSessions(db, 3);
  await endSession(db.query, a);
  await endSession(db.query, b);
  await db.query`update revocation set revoked_at = revoked_at - interval '961 seconds' where session_id = ${a}`;
  await pruneRevocations(db.query, 960, 100);
  assert.deepEqual(await logged(db), [b]);
  await db.query`delete from revocation`;
  await endSession(db.query, c);
  assert.equal((await listRevocations(db.query, 2, 100))[0]?.position, 3);
});

async function waitsForLock({ query }: TestDatabase): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  while (performance.now() < deadlineMs) {
    const waiting = await query`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
  }
  throw new Error("Nobody waits");
}
