import { createLogger } from "@pms/lib/telemetry";
import { clockOff, eventually, type TestDatabase, testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { followRevocations, type RevocationBatch, type RevocationLog } from "./revocation_log.ts";

const KEEP_S = 960;
const silent = createLogger("auth", "error", () => {});

function start(db: TestDatabase): RevocationLog {
  return followRevocations(db.query, KEEP_S, silent);
}

/** Puts that many into the log; returns their session ids. */
async function revoke({ query }: TestDatabase, count: number): Promise<string[]> {
  const rows = await query<{ sessionId: string }>`
    with moved as (
      update revocation_log set position = position + ${count} returning position - ${count} as last
    )
    insert into revocation (position, session_id)
    select last + place, uuidv7() from moved, generate_series(1, ${count}::integer) as place
    returning session_id`;
  return rows.map(({ sessionId }) => sessionId);
}

function listen(log: RevocationLog, since: number) {
  const stop = new AbortController();
  const heard: RevocationBatch[] = [];
  const listening = (async () => {
    for await (const batch of log.watch(since, stop.signal)) heard.push(batch);
  })();
  return {
    heard,
    sessions: () => heard.flatMap(({ revocations }) => revocations.map(({ sessionId }) => sessionId)),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await listening;
    },
  };
}

Deno.test("it gives what followed a position, then whatever comes, and says when that is all", async () => {
  await using db = await testDatabase("auth");
  const before = await revoke(db, 3);
  await using log = start(db);
  await using all = listen(log, 0);
  await using rest = listen(log, 2);
  await using nothing = listen(log, 3);
  await eventually(() => all.heard.length > 0 && rest.heard.length > 0 && nothing.heard.length > 0);
  assert.deepEqual([all.sessions(), rest.sessions(), nothing.sessions()], [before, before.slice(2), []]);
  for (const { heard } of [all, rest, nothing]) assert.deepEqual([heard[0]?.position, heard[0]?.complete], [3, true]);

  const after = await revoke(db, 2);
  await eventually(() => nothing.sessions().length === 2);
  assert.deepEqual([all.sessions(), nothing.sessions()], [[...before, ...after], after]);
  assert.equal(nothing.heard.at(-1)?.position, 5);
  for (const session of [...before, ...after]) assert.equal(log.has(session), true);
  assert.equal(log.has(crypto.randomUUID()), false);
});

Deno.test("of a long log it gives a thousand at a time, and none twice", async () => {
  await using db = await testDatabase("auth");
  const before = await revoke(db, 2_500);
  await using log = start(db);
  await using all = listen(log, 0);
  await eventually(() => all.heard.length >= 3);
  assert.deepEqual(all.heard.slice(0, 3).map(({ revocations, complete }) => [revocations.length, complete]), [
    [1_000, false],
    [1_000, false],
    [500, true],
  ]);
  assert.deepEqual(all.sessions(), before);
});

Deno.test("it says how long a revocation matters: until the last token of its session has expired", async () => {
  await using db = await testDatabase("auth");
  await revoke(db, 1);
  await using log = start(db);
  await using all = listen(log, 0);
  await eventually(() => all.heard.length > 0);
  const keepMs = all.heard[0]?.revocations[0]?.keepMs ?? 0;
  assert.ok(Math.abs(keepMs - KEEP_S * 1_000) < 60_000);
});

Deno.test("a process of auth whose clock is off tells of every session that ended, and refuses it itself", async () => {
  await using db = await testDatabase("auth");
  const sessions = await revoke(db, 1);
  for (const byMs of [3_600_000, -3_600_000]) {
    using _ = clockOff(byMs);
    await using log = start(db);
    await using all = listen(log, 0);
    await eventually(() => all.heard.length > 0);
    assert.deepEqual(all.sessions(), sessions);
    const keepMs = all.heard[0]?.revocations[0]?.keepMs ?? 0;
    assert.ok(Math.abs(keepMs - KEEP_S * 1_000) < 60_000, `kept for ${keepMs} ms`);
    assert.equal(log.has(sessions[0] ?? ""), true);
  }
});

Deno.test("who is ahead of the log, as after a backup was brought back, gets all of it", async () => {
  await using db = await testDatabase("auth");
  const before = await revoke(db, 3);
  await using log = start(db);
  await using ahead = listen(log, 1_000);
  await eventually(() => ahead.heard.length > 0);
  assert.deepEqual([ahead.sessions(), ahead.heard[0]?.position], [before, 3]);
});

Deno.test("with nothing new there is a sign of life, and none while the log cannot be read", async () => {
  await using db = await testDatabase("auth");
  await using log = start(db);
  await using all = listen(log, 0);
  await eventually(() => all.heard.length >= 3);
  assert.deepEqual(all.sessions(), []);

  await db.query`alter table revocation rename to elsewhere`;
  const known = all.heard.length + 1; // One reading may have been under way.
  await using late = listen(log, 0);
  const lines: number[] = [];
  await eventually(() => {
    lines.push(all.heard.length);
    return lines.length > 100;
  });
  assert.ok(all.heard.length <= known, "a sign of life from a log that nobody could read");
  assert.ok(late.heard.length <= 1);
  await db.query`alter table elsewhere rename to revocation`;
  await eventually(() => all.heard.length > known && late.heard.length > 0);
});

Deno.test("it is known when it was read once", async () => {
  await using db = await testDatabase("auth");
  await db.query`alter table revocation rename to elsewhere`;
  await using log = start(db);
  assert.equal(log.known(), false);
  await db.query`alter table elsewhere rename to revocation`;
  await eventually(() => log.known());
});
