import { describeError } from "@pms/lib/telemetry";
import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { inventPeople, nameOf } from "./people.ts";
import { createSearch } from "./search.ts";

const people = inventPeople();
const search = createSearch(people.flatMap((canary) => Object.values(canary)));

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  assert.fail("nothing was thrown");
}

function tellsNothing(error: unknown): void {
  assert.deepEqual(search(JSON.stringify(describeError(error))), []);
}

Deno.test("no description of a SyntaxError repeats the text that could not be parsed", () => {
  for (const canary of people) {
    const name = nameOf(canary);
    for (const text of [name, `{"name": "${name}"`, `{"a": ${canary.email}}`, `[${canary.address}]`, `"${name}\n`]) {
      const error = thrownBy(() => JSON.parse(text));
      assert.ok(error instanceof SyntaxError);
      tellsNothing(error);
      tellsNothing(new Error(`while reading ${name}`, { cause: error }));
    }
  }
});

/** As the driver makes one: whatever the server says becomes a member. */
class PostgresError extends Error {
  override readonly name = "PostgresError";

  constructor(members: Readonly<Record<string, string>>) {
    super(members["message"]);
    Object.assign(this, members);
  }
}

Deno.test("no description of a PostgresError has its message, detail, hint, query or parameters", () => {
  for (const canary of people) {
    const { familyName, email, phone, address, dateOfBirth, note } = canary;
    const error = new PostgresError({
      message: `invalid input syntax for type date: "${nameOf(canary)}"`,
      detail: `Failing row contains (1, ${familyName}, ${dateOfBirth}, ${email}).`,
      hint: `Perhaps ${note}`,
      where: `COPY patient, line 1: "${address}"`,
      internal_query: `select '${phone}'`,
      query: `insert into patient values ('${familyName}')`,
      parameters: email,
      args: phone,
      code: "22007",
      routine: "DateTimeParseError",
    });
    tellsNothing(error);
    assert.equal(describeError(error).code, "22007");
    tellsNothing(new Error(`stopped at ${familyName}`, { cause: error }));
    tellsNothing(new AggregateError([error], nameOf(canary), { cause: error }));
    tellsNothing(Object.assign(new Error(`${email}\n    at ${familyName}\n    at ${address}:1:2`), { detail: phone }));
    tellsNothing(nameOf(canary));
    tellsNothing({ message: email, detail: address });
  }
});

Deno.test("no description of what PostgreSQL itself refuses repeats what it was sent", async () => {
  await using database = await testDatabase("patient");
  const { query } = database;
  for (const canary of people.slice(0, 5)) {
    const { familyName, givenName, dateOfBirth, email } = canary;
    const insert = (name: string, day: string, phone: string) =>
      query`insert into patient (id, name, date_of_birth, phone, email, registered_date)
        values (uuidv7(), ${name}, ${day}, ${phone}, ${email}, current_date)`;
    const refused = [
      () => query`select ${familyName}::text::date`,
      () => query`select ${email}::text::uuid`,
      () => query`select ${givenName}::text::jsonb`,
      () => insert(nameOf(canary), dateOfBirth, familyName), // A check: its detail is the whole row.
      () => insert(nameOf(canary), "1700-01-01", canary.phone),
      () => insert(nameOf(canary).repeat(20), dateOfBirth, canary.phone),
      () => database.transaction((own) => own`select ${familyName}::text::integer`),
    ];
    for (const work of refused) {
      const error = await work().then(() => assert.fail("it was taken"), (reason: unknown) => reason);
      assert.ok(error instanceof Error);
      tellsNothing(error);
      // Not even the error itself has them any more, so that no other way of logging could tell.
      assert.deepEqual(search(`${error.message} ${Reflect.get(error, "detail")}`), []);
    }
  }
});
