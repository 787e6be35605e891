import assert from "node:assert/strict";
import { onBehalfOf } from "../service/mod.ts";
import { eventually, testDatabase } from "../testing/mod.ts";
import { type Database, openDatabase } from "./database.ts";
import { holdConnection, isUnavailable, open, openBehind } from "./database_fixture.ts";

/** How many sessions run a statement that holds this text. */
async function running(operator: Database, text: string): Promise<number> {
  const [row] = await operator.query<{ count: number }>`
    select count(*)::integer from pg_stat_activity
    where state = 'active' and pid <> pg_backend_pid() and position(${text} in query) > 0`;
  return row?.count ?? 0;
}

const patient = (signal: AbortSignal) => ({ endsAtMs: Infinity, signal: () => signal });
const hurried = (ms: number) => ({ endsAtMs: performance.now() + ms, signal: () => new AbortController().signal });

Deno.test("a statement ends on the server when its caller goes away, and its connection is free again", async () => {
  await using database = await open();
  await using operator = await open({ poolMax: 2 });
  const gone = new AbortController();
  const refused = onBehalfOf(
    patient(gone.signal),
    () => assert.rejects(database.query`select pg_sleep(60), 'left alone'`, isUnavailable),
  );
  await eventually(async () => await running(operator, "'left alone'") === 1);
  gone.abort();
  await refused;
  await eventually(async () => await running(operator, "'left alone'") === 0, { deadlineMs: 3_000 });
  assert.deepEqual(await database.query`select 1 as n`, [{ n: 1 }]);
});

Deno.test("a statement ends on the server when its caller's time is up, before its own time-out", async () => {
  await using database = await open({ statementTimeoutMs: 60_000 });
  await using operator = await open();
  for (const ms of [20, 200]) {
    await onBehalfOf(
      hurried(ms),
      () => assert.rejects(database.query`select pg_sleep(60), 'in a hurry'`, isUnavailable),
    );
    await eventually(async () => await running(operator, "'in a hurry'") === 0, { deadlineMs: 3_000 });
  }
  assert.deepEqual(await database.query`select 1 as n`, [{ n: 1 }]);
});

Deno.test("who has no time left gets no statement", async () => {
  await using database = await open();
  await database.query`create temporary table note (n integer)`;
  await onBehalfOf(hurried(0), () => assert.rejects(database.query`insert into note values (1)`, isUnavailable));
  assert.deepEqual(await database.query`select n from note`, []);
});

Deno.test("a statement that waits for a connection is never sent once its caller has gone", async () => {
  await using watcher = await testDatabase("patient");
  await watcher.query`create table note (n integer)`;
  await using own = openDatabase({ url: watcher.url, poolMax: 1, applicationName: "test" });
  const release = await holdConnection(own);
  const gone = new AbortController();
  const refused = onBehalfOf(
    patient(gone.signal),
    () => assert.rejects(own.query`insert into note values (1)`, isUnavailable),
  );
  gone.abort();
  await refused;
  await release();
  assert.deepEqual(await own.query`select n from note`, []);
});

Deno.test("a transaction whose caller goes away is undone at once, and lets its locks go", async () => {
  await using watcher = await testDatabase("patient");
  await watcher.query`create table note (n integer)`;
  await using own = openDatabase({ url: watcher.url, poolMax: 1, applicationName: "test" });
  const gone = new AbortController();
  const refused = onBehalfOf(patient(gone.signal), () =>
    assert.rejects(
      own.transaction(async (query) => {
        await query`insert into note values (1)`;
        await query`lock table note in access exclusive mode`;
        await query`select pg_sleep(60), 'in a transaction'`;
      }),
      isUnavailable,
    ));
  await eventually(async () => await running(watcher, "'in a transaction'") === 1);
  gone.abort();
  await refused;
  assert.deepEqual(await watcher.query`select n from note`, []);
  assert.deepEqual(await own.query`select 1 as n`, [{ n: 1 }]);
});

Deno.test("callers who leave never end the statement of another one", async () => {
  await using database = await open({ poolMax: 2 });
  const slowMs = 60; // Just longer than nobody looks: many cancels come when their statement has ended.
  let cancelled = 0;
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let round = 0; round < 25; round++) {
      const gone = new AbortController();
      const leaving = onBehalfOf(
        patient(gone.signal),
        () => database.query`select pg_sleep(${slowMs / 1_000}::float8)`.catch(() => cancelled++),
      );
      setTimeout(() => gone.abort(), Math.random() * 2 * slowMs);
      await database.query`select pg_sleep(0.001)`; // Rejects if it is hit.
      await leaving;
    }
  }));
  assert.ok(cancelled > 0);
});

Deno.test("a caller who leaves while the server hangs is no crash", async () => {
  await using behind = await openBehind({ statementTimeoutMs: 2_000 });
  const { database, proxy } = behind;
  assert.equal(await database.ping(), true);
  proxy.hang();
  const gone = new AbortController();
  const refused = onBehalfOf(
    patient(gone.signal),
    () => Promise.all(Array.from({ length: 5 }, () => assert.rejects(database.query`select 1`, isUnavailable))),
  );
  gone.abort();
  await refused;
  await proxy.cut();
  proxy.mend();
  await eventually(() => database.ping());
});
