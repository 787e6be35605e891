import assert from "node:assert/strict";
import { eventually } from "../testing/mod.ts";
import type { Database } from "./database.ts";
import { isUnavailable, open } from "./database_fixture.ts";
import { sqlState } from "./failure.ts";

// postgres.js 3.4.9 goes on counting rows after an error in mid-stream; the next answer would have holes in front.
const failInMidStream = (database: Database) =>
  assert.rejects(database.query`select 1 / (5 - i) as n from generate_series(1, 10) as i`, (error) => {
    assert.equal(sqlState(error), "22012");
    return true;
  });

Deno.test("the statement after one that failed among its rows gets all of its own rows and no others", async () => {
  await using database = await open();
  for (let round = 0; round < 3; round++) {
    await failInMidStream(database);
    const rows = await database.query`select i as n from generate_series(1, 3) as i`;
    assert.equal(rows.length, 3);
    assert.deepEqual(Object.keys(rows), ["0", "1", "2"]);
    assert.deepEqual(rows, [{ n: 1 }, { n: 2 }, { n: 3 }]);
  }
});

Deno.test("after a statement that failed among its rows an empty answer is empty, and a command works", async () => {
  await using database = await open();
  await failInMidStream(database);
  assert.deepEqual(await database.query`select 1 where false`, []);
  await failInMidStream(database);
  await database.query`set application_name to 'renamed'`;
  await failInMidStream(database);
  assert.deepEqual(await database.query`show application_name`, [{ applicationName: "renamed" }]);
});

Deno.test("a write after a statement that failed among its rows happens and says so", async () => {
  await using database = await open();
  await database.query`create temporary table note (n integer)`;
  await failInMidStream(database);
  const rows = await database.query`insert into note values (1), (2) returning n`;
  assert.deepEqual(rows, [{ n: 1 }, { n: 2 }]);
});

Deno.test("a transaction after a statement that failed among its rows is not touched by it", async () => {
  await using database = await open();
  await failInMidStream(database);
  const rows = await database.transaction((query) => query`select 1 as n`);
  assert.deepEqual(rows, [{ n: 1 }]);
  await assert.rejects(database.transaction(async (query) => {
    await query`select 1 / (5 - i) as n from generate_series(1, 10) as i`;
  }));
  assert.deepEqual(await database.query`select 2 as n`, [{ n: 2 }]);
});

Deno.test("a statement that takes too long is unavailable, and its connection is free again", async () => {
  await using database = await open({ statementTimeoutMs: 100 });
  await assert.rejects(database.query`select pg_sleep(10)`, isUnavailable);
  assert.deepEqual(await database.query`select 1 as n`, [{ n: 1 }]);
});

Deno.test("a statement that somebody cancels is unavailable", async () => {
  await using database = await open();
  await using operator = await open();
  const [me] = await database.query<{ pid: number }>`select pg_backend_pid() as pid`;
  const refused = assert.rejects(database.query`select pg_sleep(10)`, isUnavailable);
  await eventually(async () =>
    (await operator.query`
      select pg_cancel_backend(pid) from pg_stat_activity
      where pid = ${me?.pid ?? 0} and query like '%pg_sleep(10)%' and state = 'active'`).length === 1
  );
  await refused;
  assert.deepEqual(await database.query`select 1 as n`, [{ n: 1 }]);
});
