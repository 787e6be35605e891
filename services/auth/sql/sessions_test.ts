import { type TestDatabase, testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { endSession, insertSession, pruneSessions } from "./sessions.ts";
import { findStaffByEmail, insertStaff } from "./staff.ts";

const LIFETIME_S = 7 * 86_400;
const HASH = "$argon2id$invented";

/** A session with a token, begun and ended so long ago; not ended without a second time. */
async function addSession({ query }: TestDatabase, begun: string, ended?: string): Promise<string> {
  const email = "desk@example.org";
  const roles = ["REGISTRAR"] as const;
  await insertStaff(query, [{ email, displayName: "Ada Example", passwordHash: HASH, roles }]);
  const staff = await findStaffByEmail(query, email);
  assert.ok(staff);
  const id = await insertSession(
    query,
    { id: staff.id, passwordHash: HASH },
    crypto.getRandomValues(new Uint8Array(32)),
  );
  assert.ok(id);
  await query`
    update session set created_at = now() - ${begun}::text::interval, ended_at = now() - ${
    ended ?? null
  }::text::interval
    where id = ${id}`;
  return id;
}

async function sessionsLeft({ query }: TestDatabase): Promise<string[]> {
  return (await query<{ id: string }>`select id from session order by id`).map(({ id }) => id);
}

Deno.test("sessions are forgotten a day after they ended or ran out, with their tokens", async () => {
  await using db = await testDatabase("auth");
  const kept = [
    await addSession(db, "0"),
    await addSession(db, "7 days 23 hours"),
    await addSession(db, "3 days", "23 hours"),
  ];
  for (const [begun, ended] of [["8 days 1 minute"], ["2 days", "25 hours"], ["90 days", "89 days"]] as const) {
    await addSession(db, begun, ended);
  }
  await pruneSessions(db.query, LIFETIME_S, 100);
  assert.deepEqual(await sessionsLeft(db), kept.toSorted());
  const tokens = await db.query<{ sessionId: string }>`select session_id from refresh_token order by session_id`;
  assert.deepEqual(tokens.map(({ sessionId }) => sessionId), kept.toSorted());
});

Deno.test("not more sessions are forgotten at once than asked for", async () => {
  await using db = await testDatabase("auth");
  for (let nth = 0; nth < 5; nth++) await addSession(db, "9 days");
  for (const left of [3, 1, 0]) {
    await pruneSessions(db.query, LIFETIME_S, 2);
    assert.equal((await sessionsLeft(db)).length, left);
  }
});

Deno.test("a session ends once: a second end does not move the first", async () => {
  await using db = await testDatabase("auth");
  const id = await addSession(db, "1 hour", "30 minutes");
  const [before] = await db.query`select ended_at from session`;
  await endSession(db.query, id);
  assert.deepEqual(await db.query`select ended_at from session`, [before]);
});
