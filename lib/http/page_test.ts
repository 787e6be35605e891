import assert from "node:assert/strict";
import { DomainError } from "../errors.ts";
import { z } from "zod";
import { pageOf, pageParameters, pageToken, readPageToken } from "./page.ts";

const IDS = ["0198c0de-0000-7000-8000-000000000001", "0198c0de-0000-7000-8000-000000000002"] as const;
const rows = [{ id: IDS[0] }, { id: IDS[1] }];
const refusal = (error: unknown) => {
  assert.ok(error instanceof DomainError);
  assert.equal(error.reason, "invalid-input");
  assert.equal(error.options.faults?.[0]?.pointer, "/pageToken");
  return true;
};

Deno.test("a token gives back the id after which the next page starts", () => {
  assert.equal(readPageToken("patients/name", pageToken("patients/name", IDS[0])), IDS[0]);
});

Deno.test("no token is the first page", () => assert.equal(readPageToken("patients", undefined), undefined));

Deno.test("a token goes into a URL as it is", () => {
  assert.match(pageToken("patients?sort=-name&größer", IDS[0]), /^[A-Za-z0-9_-]+$/);
});

Deno.test("a token of another list, or of other filters, is refused", () => {
  assert.throws(() => readPageToken("accounts", pageToken("patients", IDS[0])), refusal);
  assert.throws(() => readPageToken("patients/name", pageToken("patients/-name", IDS[0])), refusal);
});

const encoded = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");
const garbage = {
  "an empty one": "",
  "what is not base64url": "!!!",
  "bytes that are no JSON": btoa("hello").replaceAll("=", ""),
  "bytes that are no text": "_____w",
  "null": encoded(null),
  "a list": encoded([]),
  "one without an id": encoded({ list: "patients" }),
  "one whose id is none": encoded({ after: "' or 1=1", list: "patients" }),
  "one with more in it": encoded({ after: IDS[0], list: "patients", limit: 5 }),
  "one whose list is no text": encoded({ after: IDS[0], list: ["patients"] }),
};
for (const [what, token] of Object.entries(garbage)) {
  Deno.test(`instead of a token ${what} is refused`, () => {
    assert.throws(() => readPageToken("patients", token), refusal);
  });
}

Deno.test("a page has a next one only if more rows were found than it holds", () => {
  const { rows: first, nextPageToken } = pageOf("patients", 1, rows);
  assert.deepEqual(first, [{ id: IDS[0] }]);
  assert.equal(readPageToken("patients", nextPageToken), IDS[0]);
  assert.deepEqual(pageOf("patients", 2, rows), { rows });
  assert.deepEqual(pageOf("patients", 3, rows), { rows });
  assert.deepEqual(pageOf("patients", 1, []), { rows: [] });
});

Deno.test("pageSize is 50 unless given, and from 1 to 200", () => {
  const schema = z.strictObject(pageParameters);
  assert.equal(schema.parse({}).pageSize, 50);
  assert.equal(schema.parse({ pageSize: "1" }).pageSize, 1);
  assert.equal(schema.parse({ pageSize: "200" }).pageSize, 200);
  for (const pageSize of ["0", "201", "-1", "1.5", "ten", "", " 5", "5 ", "1e2", "9".repeat(30), "٥"]) {
    const { error } = schema.safeParse({ pageSize });
    assert.deepEqual(error?.issues.map(({ message }) => message), ["Is not a whole number from 1 to 200"], pageSize);
  }
});
