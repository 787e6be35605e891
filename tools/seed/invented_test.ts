import assert from "node:assert/strict";
import type { Entry, Person } from "./entry.ts";
import { inventPeople } from "./invented.ts";

function personOf(entry: Entry | undefined): Person {
  assert.ok(entry !== undefined && "person" in entry);
  return entry.person;
}

Deno.test("the same seed and number give the same person under the same key, however many there are", () => {
  const few = [...inventPeople(20, 1)].map(({ share: _, ...entry }) => entry);
  const many = [...inventPeople(100, 1)].map(({ share: _, ...entry }) => entry);
  assert.deepEqual(few, many.slice(0, 20));
  const others = [...inventPeople(20, 2)];
  assert.notDeepEqual(personOf(others[0]), few[0]);
  assert.equal(new Set([...few, ...others].map((entry) => "key" in entry ? entry.key : "")).size, 40);
});

Deno.test("people are of every age and of several countries, and some things are not known of some", () => {
  const people = [...inventPeople(2_000, 1)].map(personOf);
  const decades = Map.groupBy(people, ({ dateOfBirth }) => dateOfBirth.slice(0, 3));
  assert.ok(decades.size >= 10, `${decades.size} decades`);
  for (const people of [...decades.values()].sort((one, other) => other.length - one.length).slice(0, 10)) {
    assert.ok(people.length > 100);
  }
  assert.ok(new Set(people.map(({ country }) => country)).size >= 6);
  assert.ok(people.every(({ dateOfBirth }) => dateOfBirth > "1920" && dateOfBirth < "2025-01-02"));
  for (const member of ["email", "phone", "address", "city", "language"] as const) {
    const known = people.filter((person) => person[member] !== undefined).length;
    assert.ok(known > 1_000 && known < 2_000, member);
  }
  assert.ok(people.every(({ email }) => email === undefined || /^[!-~]+@example\.com$/.test(email)));
});
