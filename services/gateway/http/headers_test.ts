import assert from "node:assert/strict";
import { checkHeaders, hasBody, readHeaders } from "./headers.ts";

const rules = { bytesMax: 200, isAllowedHost: (host: string) => host === "here" };
const check = (raw: string[], version = "1.1") => checkHeaders(readHeaders(["Host", "here", ...raw]), version, rules);

Deno.test("readHeaders() hands on its closed list and nothing else", () => {
  const { forwarded, authorization, traceparent } = readHeaders([
    ...["Host", "here", "Authorization", "Bearer x", "Cookie", "a=b", "X-Forwarded-For", "1.2.3.4", "Traceparent", "t"],
    ...["Content-Type", "application/json", "Connection", "if-match", "If-Match", '"1"', "Accept", "a", "accept", "b"],
  ]);
  assert.deepEqual(forwarded, [
    ...["authorization", "Bearer x", "content-type", "application/json", "if-match", '"1"', "accept", "a, b"],
  ]);
  assert.equal(authorization, "Bearer x");
  assert.equal(traceparent, "t");
});

Deno.test("checkHeaders() wants one Host, and one that is served here", () => {
  check([]);
  assert.throws(() => check(["host", "here"]), { reason: "invalid-input" });
  assert.throws(() => checkHeaders(readHeaders([]), "1.1", rules), { reason: "invalid-input" });
  for (const host of ["there", "here:80", "here, here", ""]) {
    assert.throws(
      () => checkHeaders(readHeaders(["Host", host]), "1.1", rules),
      { reason: "misdirected-request" },
      host,
    );
  }
});

Deno.test("checkHeaders() refuses what could be read in two ways", () => {
  const cases: [string[], string?][] = [
    [["Authorization", "Bearer a", "authorization", "Bearer b"]],
    [["Content-Type", "a", "content-type", "b"]],
    [["Idempotency-Key", "a", "Idempotency-Key", "a"]],
    [["Traceparent", "a", "Traceparent", "a"]],
    [["Transfer-Encoding", "gzip, chunked"]],
    [["Transfer-Encoding", "xchunked"]],
    [["Transfer-Encoding", "chunked", "Content-Length", "3"]],
    [["Transfer-Encoding", "chunked"], "1.0"],
    [[], "2.0"],
  ];
  for (const [raw, version] of cases) {
    assert.throws(() => check(raw, version), { reason: "invalid-input" }, raw.join());
  }
});

Deno.test("checkHeaders() counts every byte of the headers, however many lines they have", () => {
  check(["x", "a".repeat(183)]); // With `Host: here` and two line ends just the bound.
  assert.throws(() => check(["x", "a".repeat(184)]), { reason: "headers-too-large" });
  assert.throws(() => check(Array.from({ length: 80 }, () => "x")), { reason: "headers-too-large" });
});

Deno.test("hasBody() goes by the headers that say how a body ends", () => {
  assert.equal(hasBody(readHeaders([])), false);
  assert.equal(hasBody(readHeaders(["Content-Length", "0"])), false);
  assert.equal(hasBody(readHeaders(["Content-Length", "1"])), true);
  assert.equal(hasBody(readHeaders(["Transfer-Encoding", "chunked"])), true);
});
