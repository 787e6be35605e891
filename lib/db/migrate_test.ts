import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { testDatabase } from "../testing/mod.ts";
import { migrate } from "./migrate.ts";

const ADD_NOTE = "create table note (n integer);\ninsert into note values (1);";
const ADD_TWO = "insert into note values (2);";
const ADD_THREE = "insert into note values (3);";

/** A database with nothing in it, and a folder of migrations that the test may change. */
async function start(files: Record<string, string>) {
  const database = await testDatabase("patient");
  await database.query`drop schema public cascade`;
  await database.query`create schema public`;
  const path = await Deno.makeTempDir();
  const write = async (more: Record<string, string>) => {
    for (const [file, text] of Object.entries(more)) await Deno.writeTextFile(`${path}/${file}`, text);
  };
  await write(files);
  return {
    query: database.query,
    write,
    remove: (file: string) => Deno.remove(`${path}/${file}`),
    migrate: () => migrate({ url: database.url, folder: pathToFileURL(path) }),
    notes: async () => (await database.query<{ n: number }>`select n from note order by n`).map(({ n }) => n),
    applied: async () =>
      (await database.query<{ name: string }>`select name from schema_migration order by name`).map(({ name }) => name),
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await Deno.remove(path, { recursive: true });
    },
  };
}

Deno.test("migrations are applied in the order of their numbers, and each once", async () => {
  await using db = await start({
    "0010_add_two.sql": "update note set n = n * 2; insert into note values (5);",
    "0002_add_three.sql": "insert into note values (3);",
    "0001_create_note.sql": ADD_NOTE,
    "README.md": "not a migration",
  });
  assert.deepEqual(await db.migrate(), ["0001_create_note.sql", "0002_add_three.sql", "0010_add_two.sql"]);
  assert.deepEqual(await db.notes(), [2, 5, 6]);
  assert.deepEqual(await db.migrate(), []);
  assert.deepEqual(await db.notes(), [2, 5, 6]);
});

Deno.test("a migration that came later is applied on top", async () => {
  await using db = await start({ "0001_create_note.sql": ADD_NOTE });
  await db.migrate();
  await db.write({ "0002_add_two.sql": ADD_TWO });
  assert.deepEqual(await db.migrate(), ["0002_add_two.sql"]);
  assert.deepEqual(await db.notes(), [1, 2]);
});

Deno.test("ten migrators at once apply each migration once", async () => {
  await using db = await start({ "0001_create_note.sql": ADD_NOTE, "0002_add_two.sql": ADD_TWO });
  const applied = await Promise.all(Array.from({ length: 10 }, db.migrate));
  assert.deepEqual(applied.flat().sort(), ["0001_create_note.sql", "0002_add_two.sql"]);
  assert.deepEqual(await db.notes(), [1, 2]);
});

Deno.test("a migration that fails is undone, named with its line, and those before it stay", async () => {
  await using db = await start({
    "0001_create_note.sql": ADD_NOTE,
    "0002_add_more.sql": "-- größer\ninsert into note values (2);\ninsert into noet values (3);\n",
    "0003_add_three.sql": ADD_THREE,
  });
  await assert.rejects(db.migrate(), (error: Error) => {
    assert.match(error.message, /^Migration 0002_add_more\.sql failed in line 3: 42P01 .*noet/);
    return true;
  });
  assert.deepEqual(await db.notes(), [1]);
  assert.deepEqual(await db.applied(), ["0001_create_note.sql"]);
  await db.write({ "0002_add_more.sql": ADD_TWO });
  assert.deepEqual(await db.migrate(), ["0002_add_more.sql", "0003_add_three.sql"]);
});

Deno.test("a migration that the rows refuse is named with its code, and no row is quoted", async () => {
  await using db = await start({
    "0001_create_person.sql": "create table person (name text); insert into person values ('Ada Lovelace');",
    "0002_add_check.sql": "alter table person add constraint person_name_short check (length(name) < 5);",
    "0003_cast.sql": "alter table person alter name type integer using name::integer;",
  });
  await assert.rejects(db.migrate(), (error: Error) => {
    assert.equal(error.message, "Migration 0002_add_check.sql failed: 23514 person_name_short");
    return true;
  });
  await db.write({ "0002_add_check.sql": "select 1;" });
  await assert.rejects(db.migrate(), (error: Error) => {
    assert.match(error.message, /^Migration 0003_cast\.sql failed: 22P02/);
    assert.equal(Deno.inspect(error).includes("Lovelace"), false);
    return true;
  });
});

Deno.test("an applied migration that was changed is refused, and nothing after it is applied", async () => {
  await using db = await start({ "0001_create_note.sql": ADD_NOTE });
  await db.migrate();
  await db.write({ "0001_create_note.sql": `${ADD_NOTE}\n`, "0002_add_two.sql": ADD_TWO });
  await assert.rejects(db.migrate(), /0001_create_note\.sql was changed after it was applied/);
  assert.deepEqual(await db.notes(), [1]);
});

Deno.test("an applied migration that is missing is refused", async () => {
  await using db = await start({ "0001_create_note.sql": ADD_NOTE, "0002_add_two.sql": ADD_TWO });
  await db.migrate();
  await db.remove("0002_add_two.sql");
  await assert.rejects(db.migrate(), /0002_add_two\.sql is applied in the database, but the folder has none there/);
  await db.write({ "0003_add_three.sql": ADD_THREE });
  await assert.rejects(db.migrate(), /0002_add_two\.sql is applied in the database, but the folder has 0003/);
  assert.deepEqual(await db.notes(), [1, 2]);
});

Deno.test("a migration that was overtaken by a later one is refused", async () => {
  await using db = await start({ "0001_create_note.sql": ADD_NOTE, "0003_add_three.sql": ADD_THREE });
  await db.migrate();
  await db.write({ "0002_add_two.sql": ADD_TWO });
  await assert.rejects(db.migrate(), /0003_add_three\.sql is applied in the database, but the folder has 0002/);
  assert.deepEqual(await db.notes(), [1, 3]);
});

for (const name of ["1_short.sql", "0002-dashes.sql", "0002_Upper.sql", "0002_.SQL.sql", "create_note.sql"]) {
  Deno.test(`a migration named ${name} is refused before anything is applied`, async () => {
    await using db = await start({ "0001_create_note.sql": ADD_NOTE, [name]: ADD_TWO });
    await assert.rejects(db.migrate(), (error: Error) => error.message.includes(`${name} is not named NNNN_verb_noun`));
    assert.deepEqual(await db.query`select from pg_tables where tablename = 'note'`, []);
  });
}
