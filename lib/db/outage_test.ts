import assert from "node:assert/strict";
import { eventually } from "../testing/mod.ts";
import { openDatabase } from "./database.ts";
import { isUnavailable, open, openBehind } from "./database_fixture.ts";

const SECRET = "Ada Lovelace";

Deno.test("a session that is ended under a statement is unavailable, and a new session is there at once", async () => {
  await using database = await open();
  await assert.rejects(database.query`select pg_terminate_backend(pg_backend_pid())`, isUnavailable);
  // The driver may hand the first statement of the new session the last error of the old one.
  const rows = await database.query`select 1 as n`.catch(() => database.query`select 1 as n`);
  assert.deepEqual(rows, [{ n: 1 }]);
});

Deno.test("while the server is down calls are unavailable, and afterwards all works without a hand", async () => {
  await using behind = await openBehind({ statementTimeoutMs: 1_000 });
  const { database, proxy } = behind;
  assert.equal(await database.ping(), true);
  await proxy.cut();
  await assert.rejects(database.query`select 1`, isUnavailable);
  await assert.rejects(database.transaction((query) => query`select 1`), isUnavailable);
  assert.equal(await database.ping(), false);
  proxy.mend();
  await eventually(() => database.ping());
  assert.deepEqual(await database.query`select 1 as n`, [{ n: 1 }]);
});

Deno.test("a statement that was running when the server went down is unavailable", async () => {
  await using behind = await openBehind();
  const { database, proxy } = behind;
  await using operator = await open();
  const refused = assert.rejects(database.query`select pg_sleep(20), 'cut me'`, isUnavailable);
  await eventually(async () =>
    (await operator.query`
      select from pg_stat_activity
      where query like '%pg_sleep(20), ''cut me''%' and state = 'active' and pid <> pg_backend_pid()`).length === 1
  );
  await proxy.cut();
  await refused;
});

Deno.test("while the server hangs every call has its end, and afterwards all works without a hand", async () => {
  await using behind = await openBehind({ statementTimeoutMs: 100 });
  const { database, proxy } = behind;
  assert.equal(await database.ping(), true);
  proxy.hang();
  const startedMs = performance.now();
  await Promise.all([
    ...Array.from({ length: 10 }, () => assert.rejects(database.query`select 1`, isUnavailable)),
    assert.rejects(database.transaction((query) => query`select 1`), isUnavailable),
  ]);
  assert.equal(await database.ping(), false);
  assert.ok(performance.now() - startedMs < 5_000);
  proxy.mend();
  await eventually(() => database.ping());
  assert.deepEqual(await database.query`select 1 as n`, [{ n: 1 }]);
});

Deno.test("a transaction in which the server begins to hang has its end as well", async () => {
  await using behind = await openBehind({ statementTimeoutMs: 100 });
  const { database, proxy } = behind;
  const startedMs = performance.now();
  await assert.rejects(
    database.transaction(async (query) => {
      await query`select 1`;
      proxy.hang();
      await query`select 2`;
    }),
    isUnavailable,
  );
  assert.ok(performance.now() - startedMs < 5_000);
});

Deno.test("a server that nobody listens at is unavailable, not a defect", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await using database = openDatabase({
    url: `postgres://test:${SECRET.replace(" ", "")}@127.0.0.1:${port}/test`,
    poolMax: 1,
    applicationName: "test",
  });
  await assert.rejects(database.query`select 1`, (error) => {
    assert.equal(Deno.inspect(error, { depth: 10 }).includes("AdaLovelace"), false);
    return isUnavailable(error);
  });
  assert.equal(await database.ping(), false);
});

Deno.test("a connection lost while the driver asks for the array types is unavailable, and nothing crashes", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    using connection = await listener.accept();
    const buffer = new Uint8Array(4_096);
    await connection.read(buffer); // The start-up message.
    // AuthenticationOk, then ReadyForQuery.
    await connection.write(new Uint8Array([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]));
    await connection.read(buffer); // The question; it gets no answer.
    listener.close();
  })();
  const url = `postgres://test:test@127.0.0.1:${(listener.addr as Deno.NetAddr).port}/test`;
  await using database = openDatabase({ url, poolMax: 1, applicationName: "test", statementTimeoutMs: 500 });
  await assert.rejects(database.query`select 1`, isUnavailable);
  await serving;
});
