import assert from "node:assert/strict";
import { z } from "zod";
import { DomainError, type Fault } from "../errors.ts";
import { day, parse, text } from "./mod.ts";

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

const Patient = z.strictObject({
  name: text(100),
  dateOfBirth: day(),
  address: z.strictObject({ city: text(100) }).optional(),
});

Deno.test("parse() tells every fault at once, each with a pointer to it", () => {
  const faults = faultsOf(() => parse(Patient, { name: "", address: { city: "\0", street: "x" }, naem: "Ada" }));
  assert.deepEqual(faults.map(({ pointer }) => pointer).sort(), [
    "/address/city",
    "/address/street",
    "/dateOfBirth",
    "/naem",
    "/name",
  ]);
});

for (const name of ["__proto__", "constructor", "prototype", "toString"]) {
  Deno.test(`parse() refuses a member ${name} like any other unknown one`, () => {
    const input = JSON.parse(`{"name": "Ada", "dateOfBirth": "1815-12-10", "${name}": {"admin": true}}`);
    assert.deepEqual(faultsOf(() => parse(Patient, input)), [{
      pointer: `/${name}`,
      detail: "There is no such member",
    }]);
  });
}

Deno.test("a pointer is escaped as RFC 6901 says, bounded and well formed", () => {
  assert.equal(faultsOf(() => parse(z.strictObject({}), { "a/b~c": 1 }))[0]?.pointer, "/a~1b~0c");
  const [fault] = faultsOf(() => parse(z.strictObject({}), { [`${"x".repeat(198)}😀`]: 1 }));
  assert.ok(fault !== undefined && fault.pointer.length <= 200 && fault.pointer.isWellFormed());
});

Deno.test("a thousand faults are told as the first hundred", () => {
  const input = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`m${index}`, 1]));
  assert.equal(faultsOf(() => parse(z.strictObject({}), input)).length, 100);
});

Deno.test("a fault never repeats the value that was sent", () => {
  const faults = faultsOf(() => parse(Patient, { name: 7, dateOfBirth: "Lovelace", address: "Lovelace" }));
  assert.equal(faults.length, 3);
  assert.equal(JSON.stringify(faults).includes("Lovelace"), false);
});
