import assert from "node:assert/strict";
import { z } from "zod";
import { DomainError, type Fault } from "../errors.ts";
import { parse } from "../schema/mod.ts";
import { queryMembers } from "./query.ts";

function faultsOf(work: () => unknown): readonly Fault[] {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof DomainError);
    assert.equal(error.reason, "invalid-input");
    return error.options.faults ?? [];
  }
  assert.fail("the input was accepted");
}

Deno.test("queryMembers() decodes parameters as forms do", () => {
  assert.deepEqual(queryMembers("http://host/path"), {});
  assert.deepEqual(queryMembers("http://host/path?"), {});
  assert.deepEqual(queryMembers("http://host/path?a=1&b=x+y%20z&c"), { a: "1", b: "x y z", c: "" });
});

Deno.test("queryMembers() refuses every parameter that is given twice", () => {
  const faults = faultsOf(() => queryMembers("http://host/path?a=1&b=2&a=1&c=3&c=4"));
  assert.deepEqual(faults.map(({ pointer }) => pointer), ["/a", "/c"]);
});

Deno.test("a query parameter __proto__ is an unknown one", () => {
  const members = queryMembers("http://host/path?__proto__=1");
  assert.deepEqual(faultsOf(() => parse(z.strictObject({}), members)).map(({ pointer }) => pointer), ["/__proto__"]);
});
