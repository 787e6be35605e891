import assert from "node:assert/strict";
import { eventually, testDatabase } from "../testing/mod.ts";
import { openDatabase } from "./database.ts";
import { isUnavailable, open } from "./database_fixture.ts";
import { sqlState } from "./failure.ts";

Deno.test("a transaction is all or nothing", async () => {
  await using database = await open();
  await database.query`create temporary table note (n integer)`;
  const value = await database.transaction(async (query) => {
    await query`insert into note values (1)`;
    return "done";
  });
  assert.equal(value, "done");

  const failure = new Error("changed my mind");
  await assert.rejects(
    database.transaction(async (query) => {
      await query`insert into note values (2)`;
      throw failure;
    }),
    failure,
  );
  await assert.rejects(database.transaction(async (query) => {
    await query`insert into note values (3)`;
    await query`insert into note values ('no number')`;
  }));
  assert.deepEqual(await database.query`select n from note`, [{ n: 1 }]);
});

Deno.test("a transaction whose statement failed is rolled back, also when its work hid the error", async () => {
  await using database = await open();
  await database.query`create temporary table note (n integer primary key)`;
  await assert.rejects(
    database.transaction(async (query) => {
      await query`insert into note values (1)`;
      await query`insert into note values (1)`.catch(() => {});
    }),
    (error) => sqlState(error) === "23505",
  );
  assert.deepEqual(await database.query`select n from note`, []);
});

Deno.test("a session that is ended under a transaction undoes it, and is unavailable", async () => {
  await using operator = await testDatabase("patient");
  await operator.query`create table note (n integer)`;
  await using own = openDatabase({ url: operator.url, poolMax: 1, applicationName: "test" });
  await assert.rejects(
    own.transaction(async (query) => {
      await query`insert into note values (1)`;
      await query`select pg_terminate_backend(pg_backend_pid())`;
    }),
    isUnavailable,
  );
  assert.deepEqual(await operator.query`select n from note`, []);
  await eventually(() => own.ping());
});

Deno.test("a transaction that hides the end of its session, or goes on after it, is unavailable, and nothing crashes", async () => {
  await using database = await open({ poolMax: 2 });
  for (let round = 0; round < 5; round++) {
    await assert.rejects(
      database.transaction(async (query) => {
        await query`select pg_terminate_backend(pg_backend_pid())`.catch(() => {});
        return await query`select 1`.catch(() => "hidden");
      }),
      isUnavailable,
    );
  }
  await eventually(() => database.ping());
});

Deno.test("a transaction whose session ends while it does something else is unavailable, and nothing crashes", async () => {
  await using database = await open();
  await using operator = await open();
  await assert.rejects(
    database.transaction(async (query) => {
      const [me] = await query<{ pid: number }>`select pg_backend_pid() as pid`;
      const pid = me?.pid ?? 0;
      await operator.query`select pg_terminate_backend(${pid})`;
      await eventually(async () =>
        (await operator.query`select from pg_stat_activity where pid = ${pid}`).length === 0
      );
      await query`select 1`;
    }),
    isUnavailable,
  );
  await eventually(() => database.ping());
});
