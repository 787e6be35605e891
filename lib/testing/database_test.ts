import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "./database.ts";
import { testServers } from "./servers.ts";

async function databaseNames(): Promise<string[]> {
  const sql = postgres(`${(await testServers()).postgres}/postgres`, { max: 1, ...{ max_pipeline: 1 } });
  try {
    return (await sql<{ datname: string }[]>`select datname from pg_database`).map(({ datname }) => datname);
  } finally {
    await sql.end();
  }
}

Deno.test("testDatabase() gives each test a migrated database of its own", async () => {
  await using one = await testDatabase("patient");
  await using other = await testDatabase("patient");
  await one.query`create table only_here (id integer)`;

  const found = await other.query`select from pg_tables where tablename = 'only_here'`;
  assert.equal(found.length, 0);
  const applied = await other.query<{ name: string }>`select name from schema_migration`;
  assert.ok(applied.length > 0);
});

Deno.test("testDatabase() made many times at once migrates one template", async () => {
  const databases = await Promise.all(Array.from({ length: 4 }, () => testDatabase("billing")));
  await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()));
  const templates = (await databaseNames()).filter((name) => name.startsWith("template_billing_"));
  assert.equal(templates.length, 1);
});

Deno.test("testDatabase() drops its database when the test is over", async () => {
  let name: string;
  {
    await using database = await testDatabase("patient");
    name = new URL(database.url).pathname.slice(1);
    assert.ok((await databaseNames()).includes(name));
  }
  assert.ok(!(await databaseNames()).includes(name));
});
