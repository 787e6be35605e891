import assert from "node:assert/strict";
import { DomainError } from "../errors.ts";
import { etag, ifMatch, notModified } from "./etag.ts";

const match = (value: string) => ifMatch(new Headers({ "if-match": value }));
const noneMatch = (value: string) => notModified(new Headers({ "if-none-match": value }), 3);

Deno.test("without If-Match, or with *, any version will do", () => {
  assert.equal(ifMatch(new Headers()), undefined);
  assert.equal(match("*"), undefined);
});

Deno.test("If-Match asks for the version in its tag", () => {
  assert.equal(match(etag(3)), 3);
  assert.equal(match(' "3" '), 3);
  assert.equal(match('"999999999"'), 999_999_999);
});

// A list could name the right version, and RFC 9110 lets it match. No client of ours has a use for one, and refusing
// is the safe side: nothing is written.
for (
  const value of [
    "",
    "3",
    '"',
    '""',
    '"03"',
    '"0"',
    '"-3"',
    '"3.0"',
    'W/"3"',
    '"3", "4"',
    '"3" "4"',
    '"*"',
    '"abc"',
    '"9999999999"',
  ]
) {
  Deno.test(`If-Match: ${value} matches nothing`, () => {
    assert.throws(() => match(value), (error) => error instanceof DomainError && error.reason === "stale-version");
  });
}

Deno.test("two If-Match headers match nothing", () => {
  const headers = new Headers([["if-match", '"3"'], ["if-match", '"3"']]);
  assert.throws(() => ifMatch(headers), DomainError);
});

Deno.test("If-None-Match knows its version by weak comparison, in a list, and by *", () => {
  for (const value of ['"3"', 'W/"3"', '"1", "3"', 'W/"1",W/"3"', "*", ' "3" ']) {
    assert.equal(noneMatch(value), true, value);
  }
});

Deno.test("If-None-Match of another version, or malformed, or none, gives the record", () => {
  for (const value of ['"4"', '"33"', "3", "", '"1", "2"', 'w/"3"']) assert.equal(noneMatch(value), false, value);
  assert.equal(notModified(new Headers(), 3), false);
});
