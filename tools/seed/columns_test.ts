import assert from "node:assert/strict";
import { readHeader } from "./columns.ts";

const FEBRL = [
  "rec_id",
  "given_name",
  "surname",
  "street_number",
  "address_1",
  "address_2",
  "suburb",
  "postcode",
  "state",
  "date_of_birth",
  "soc_sec_id",
];

Deno.test("a row in FEBRL's style becomes a person in Australia, without what was left empty", () => {
  const personOf = readHeader(FEBRL);
  const row = "rec-7-org,ada,example,6,tullaroop street,willaroo,st james,4011,wa,19081209,6988048".split(",");
  assert.deepEqual(personOf(row), {
    name: "ada example",
    familyName: "example",
    givenName: "ada",
    dateOfBirth: "1908-12-09",
    address: "6 tullaroop street willaroo",
    city: "st james",
    postalCode: "4011",
    country: "AU",
  });
  assert.deepEqual(personOf("rec-8-org,,example,,,,,,,,".split(",")), {
    name: "example",
    familyName: "example",
    country: "AU",
  });
});

Deno.test("a birth date that is not eight digits is sent as it stands, for the API to refuse", () => {
  const personOf = readHeader(["given_name", "surname", "date_of_birth"]);
  for (const text of ["190812", "1908-12-09", "9th of May", "19081399"]) {
    const sent = text === "19081399" ? "1908-13-99" : text;
    assert.equal(personOf(["ada", "example", text]).dateOfBirth, sent);
  }
});

Deno.test("a header of the API's own members is taken in any order, and nothing is added", () => {
  const personOf = readHeader(["dateOfBirth", "email", "name", "registeredDate"]);
  assert.deepEqual(personOf(["1990-12-10", "", "Ada Example", "2024-02-29"]), {
    name: "Ada Example",
    dateOfBirth: "1990-12-10",
    registeredDate: "2024-02-29",
  });
});

const refused = {
  "an unknown column is named": [["name", "dateOfBirth", "naem"], /unknown columns: "naem"\. It may have name, /],
  "columns of two styles do not mix": [["name", "dateOfBirth", "suburb"], /unknown columns: "suburb"/],
  "a column that nobody can do without is named": [["name", "city"], /lacks columns: "dateOfBirth"/],
  "a column given twice is named": [["name", "dateOfBirth", "city", "city"], /columns twice: "city"/],
  "every fault is told": [["name", "name", "x"], /unknown columns: "x"; it lacks .*; it has columns twice: "name"/],
  "an empty name is unknown": [["name", "dateOfBirth", ""], /unknown columns: ""/],
} as const;

for (const [promise, [header, words]] of Object.entries(refused)) {
  Deno.test(`header: ${promise}`, () => {
    assert.throws(() => readHeader(header), words);
  });
}

Deno.test("header: a file that is no table is refused in a few words", () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `${"x".repeat(1_000)}${index}`);
  assert.throws(() => readHeader(names), ({ message }: Error) => message.length < 3_000);
});
