import assert from "node:assert/strict";
import { testDatabase } from "../testing/mod.ts";
import { openDatabase } from "./database.ts";
import { holdConnection, isUnavailable, open } from "./database_fixture.ts";

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

Deno.test("a closed database is unavailable", async () => {
  const database = await open();
  await database.query`select 1`;
  await database[Symbol.asyncDispose]();
  await assert.rejects(database.query`select 1`, isUnavailable);
});
