import assert from "node:assert/strict";
import { DomainError } from "../errors.ts";
import { eventually, type Proxy, startProxy, testDatabase, testServers } from "../testing/mod.ts";
import { type Database, type DatabaseOptions, openDatabase } from "./database.ts";
import { onBehalfOf } from "../service/mod.ts";
import { sqlState } from "./failure.ts";

const SECRET = "Ada Lovelace";

async function open(options: Partial<DatabaseOptions> = {}): Promise<Database> {
  const url = `${(await testServers()).postgres}/postgres`;
  return openDatabase({ url, poolMax: 1, applicationName: "test", ...options });
}

/** A database behind a line that can be cut. */
async function openBehind(
  options: Partial<DatabaseOptions> = {},
): Promise<AsyncDisposable & { database: Database; proxy: Proxy }> {
  const url = new URL(`${(await testServers()).postgres}/postgres`);
  const proxy = startProxy({ hostname: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  const database = openDatabase({ url: url.href, poolMax: 2, applicationName: "test", ...options });
  return {
    database,
    proxy,
    [Symbol.asyncDispose]: async () => {
      proxy.mend();
      await database[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

const isUnavailable = (error: unknown) => {
  assert.ok(error instanceof DomainError, String(error));
  assert.equal(error.reason, "unavailable");
  assert.equal(error.options.headers?.["retry-after"], "1");
  return true;
};

Deno.test("columns come back in camelCase and values as what they are", async () => {
  await using database = await open();
  const [row] = await database.query`
    select 7 as account_id, 'x' as name, true as is_open, null as deleted_at, 9007199254740993 as big_number,
      '{"inner_name": 1}'::jsonb as some_document, array['a', 'b'] as some_texts`;
  assert.deepEqual(row, {
    accountId: 7,
    name: "x",
    isOpen: true,
    deletedAt: null,
    bigNumber: "9007199254740993",
    someDocument: { inner_name: 1 },
    someTexts: ["a", "b"],
  });
});

Deno.test("a date stays the text it is, both ways", async () => {
  await using database = await open();
  const [row] = await database.query`select ${"1815-12-10"}::date as born, array['2024-02-29'::date] as days`;
  assert.deepEqual(row, { born: "1815-12-10", days: ["2024-02-29"] });
});

Deno.test("a time is a Date", async () => {
  await using database = await open();
  const [row] = await database.query<{ at: Date }>`select '2026-01-02T03:04:05.678Z'::timestamptz as at`;
  assert.equal(row?.at.toISOString(), "2026-01-02T03:04:05.678Z");
});

Deno.test("parameters are parameters, whatever they hold", async () => {
  await using database = await open();
  const text = "'; drop table patient; -- $1 ${x} \\";
  const [row] = await database.query`
    select ${text}::text as text, ${["a,b", '"c"', "{d}"]}::text[] as list, ${
    JSON.stringify({ text })
  }::text::jsonb as document`;
  assert.deepEqual(row, { text, list: ["a,b", '"c"', "{d}"], document: { text } });
});

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

Deno.test("nothing of what was sent stands in an error, only the code and the names of what refused it", async () => {
  await using database = await open();
  await database.query`
    create temporary table person (name text primary key, age integer constraint person_age_check check (age > 0))`;
  await database.query`insert into person values (${SECRET}, 1)`;
  const refusals: Record<string, [string, () => Promise<unknown>]> = {
    "a duplicate": ["23505", () => database.query`insert into person values (${SECRET}, 1)`],
    "a check": ["23514", () => database.query`insert into person values (${SECRET + "2"}, -1)`],
    "a number that is none": ["22P02", () => database.query`select ${SECRET}::text::integer`],
    "a day that is none": ["22007", () => database.query`select ${SECRET}::text::date`],
    "in a transaction": ["22P02", () => database.transaction((query) => query`select ${SECRET}::text::uuid`)],
    "raised": [
      "P0001",
      () => database.query`do $$ begin raise exception 'Ada Lovelace' using hint = 'Ada Lovelace'; end $$`,
    ],
  };
  for (const [what, [code, refusal]] of Object.entries(refusals)) {
    await assert.rejects(refusal(), (error) => {
      assert.ok(error instanceof Error);
      assert.equal(sqlState(error), code, what);
      const members = Object.getOwnPropertyNames(error).map((name) => Reflect.get(error, name));
      assert.equal(Deno.inspect([error, members], { depth: 10 }).includes(SECRET), false, Deno.inspect(members));
      assert.match(error.stack ?? "", /database_test\.ts/);
      return true;
    });
  }
  await assert.rejects(database.query`insert into person values ('x', -1)`, {
    code: "23514",
    constraint_name: "person_age_check",
    table_name: "person",
  });
});

Deno.test("sqlState() knows only what the database refused", () => {
  assert.equal(sqlState(Object.assign(new Error(), { code: "23505" })), undefined);
  assert.equal(sqlState(undefined), undefined);
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

Deno.test("a session that is ended under a statement is unavailable, and a new session is there at once", async () => {
  await using database = await open();
  await assert.rejects(database.query`select pg_terminate_backend(pg_backend_pid())`, isUnavailable);
  // The driver may hand the first statement of the new session the last error of the old one.
  const rows = await database.query`select 1 as n`.catch(() => database.query`select 1 as n`);
  assert.deepEqual(rows, [{ n: 1 }]);
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

Deno.test("what is too much at once fails at once, and the rest gets its answers", async () => {
  await using database = await open({ inFlightMax: 3 });
  const answers = await Promise.allSettled(Array.from({ length: 5 }, () => database.query`select 1 as n`));
  assert.deepEqual(answers.map(({ status }) => status), [
    "fulfilled",
    "fulfilled",
    "fulfilled",
    "rejected",
    "rejected",
  ]);
  for (const answer of answers) if (answer.status === "rejected") isUnavailable(answer.reason);
  assert.deepEqual(await database.query`select 1 as n`, [{ n: 1 }]);
});

Deno.test("transactions count as well, once each", async () => {
  await using database = await open({ inFlightMax: 1 });
  await database.transaction(async (query) => {
    await assert.rejects(database.query`select 1`, isUnavailable);
    await assert.rejects(database.transaction(() => Promise.resolve()), isUnavailable);
    assert.deepEqual(await query`select 1 as n`, [{ n: 1 }]);
  });
  assert.deepEqual(await database.query`select 1 as n`, [{ n: 1 }]);
});

/** Keeps one connection of the pool from others, until what it gives is called. */
async function holdConnection(database: Database): Promise<() => Promise<void>> {
  const released = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const holding = database.transaction(async (query) => {
    await query`select 1`;
    begun.resolve();
    await released.promise;
  });
  await begun.promise;
  return async () => {
    released.resolve();
    await holding;
  };
}

Deno.test("a statement that finds no free connection in time is unavailable and is never sent", async () => {
  await using database = await open({ statementTimeoutMs: 300 });
  await using watcher = await testDatabase("patient");
  await watcher.query`create table note (n integer)`;
  await using own = openDatabase({ url: watcher.url, poolMax: 1, applicationName: "test", statementTimeoutMs: 100 });
  const release = await holdConnection(own);
  await assert.rejects(own.query`insert into note values (1)`, isUnavailable);
  await assert.rejects(own.transaction((query) => query`insert into note values (2)`), isUnavailable);
  await release();
  assert.deepEqual(await own.query`select n from note`, []);
  assert.equal(await database.ping(), true);
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

Deno.test("a closed database is unavailable", async () => {
  const database = await open();
  await database.query`select 1`;
  await database[Symbol.asyncDispose]();
  await assert.rejects(database.query`select 1`, isUnavailable);
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
