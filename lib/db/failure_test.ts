import assert from "node:assert/strict";
import { open } from "./database_fixture.ts";
import { sqlState } from "./failure.ts";

const SECRET = "Ada Lovelace";

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
      assert.match(error.stack ?? "", /failure_test\.ts/);
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
