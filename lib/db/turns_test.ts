import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";

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
