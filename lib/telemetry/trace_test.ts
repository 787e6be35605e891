import assert from "node:assert/strict";
import { traceIdOf, traceparentOr } from "./trace.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const WELL_FORMED = `00-${TRACE_ID}-b7ad6b7169203331-01`;

Deno.test("a well-formed traceparent is kept and names its trace", () => {
  assert.equal(traceparentOr(WELL_FORMED), WELL_FORMED);
  assert.equal(traceIdOf(WELL_FORMED), TRACE_ID);
});

const malformed = {
  "none": undefined,
  "an empty one": "",
  "one with a trace id of zeros": `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
  "one with a parent id of zeros": `00-${TRACE_ID}-${"0".repeat(16)}-01`,
  "one in upper case": WELL_FORMED.toUpperCase(),
  "one with something behind it": `${WELL_FORMED}\n`,
  "one that is too short": WELL_FORMED.slice(1),
  "one that holds a name": "00-Ada Lovelace",
};

for (const [what, given] of Object.entries(malformed)) {
  Deno.test(`instead of ${what} a new trace begins`, () => {
    const made = traceparentOr(given);
    assert.notEqual(made, given);
    assert.match(traceIdOf(made) ?? "", /^[0-9a-f]{32}$/);
    assert.notEqual(traceparentOr(given), made);
    assert.equal(traceIdOf(given), undefined);
  });
}
