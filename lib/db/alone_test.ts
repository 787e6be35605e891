import assert from "node:assert/strict";
import { onBehalfOf } from "../service/mod.ts";
import { startProxy, testDatabase } from "../testing/mod.ts";
import { openDatabase } from "./database.ts";

const WORKERS = 40;
const ROUNDS = 25;

Deno.test("transactions that begin while every connection is busy are transactions, and lose nothing", async () => {
  await using db = await testDatabase("billing");
  await db.query`create table note (n integer)`;
  await Promise.all(Array.from({ length: WORKERS }, async (_, worker) => {
    for (let round = 0; round < ROUNDS; round++) {
      await db.query`insert into note values (${worker})`;
      await db.transaction(async (query) => {
        await query`insert into note values (${worker})`;
      });
    }
  }));
  const open = await db.query`
    select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`;
  assert.equal(open.length, 0);
  const [row] = await db.query<{ kept: number }>`select count(*)::int as kept from note`;
  assert.equal(row?.kept, WORKERS * ROUNDS * 2);
});

/** A pool of two connections on a line that hangs: one made and busy, the other still being made. */
async function hungPool() {
  const db = await testDatabase("billing");
  const url = new URL(db.url);
  const proxy = startProxy({ hostname: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  const database = openDatabase({ url: url.href, poolMax: 2, applicationName: "test", inFlightMax: 20 });
  await database.query`select 1`;
  proxy.hang();
  return {
    database,
    proxy,
    busy: database.query<{ n: number }>`select 1 as n`,
    /** What asks for a connection, and whose caller has no time to wait for it. */
    hurried: () =>
      onBehalfOf(
        { endsAtMs: performance.now() + 50, signal: () => new AbortController().signal },
        () => assert.rejects(database.query`select 2`, { reason: "unavailable" }),
      ),
    [Symbol.asyncDispose]: async () => {
      proxy.mend();
      await database[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

Deno.test("a transaction that begins while a connection is made for somebody who has gone is a transaction", async () => {
  await using pool = await hungPool();
  await pool.hurried();
  const begun = pool.database.transaction(async (query) => await query<{ n: number }>`select 3 as n`);
  pool.proxy.mend();
  assert.deepEqual(await begun, [{ n: 3 }]);
  assert.deepEqual(await pool.busy, [{ n: 1 }]);
});

Deno.test("those who have gone while the server hangs do not pile up", async () => {
  await using pool = await hungPool();
  for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 10 }, () => pool.hurried()));
  pool.proxy.mend();
  assert.deepEqual(await pool.busy, [{ n: 1 }]);
  assert.deepEqual(await pool.database.query`select 4 as n`, [{ n: 4 }]);
});
