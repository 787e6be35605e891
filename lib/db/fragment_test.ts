import assert from "node:assert/strict";
import { flatten, joined, part } from "./fragment.ts";

const flat = (strings: TemplateStringsArray, ...parameters: Parameters<typeof flatten>[1]) => {
  const { strings: texts, parameters: values } = flatten(strings, parameters);
  return [[...texts], values];
};

Deno.test("flatten() puts fragments into the text and their values in order between the others", () => {
  const inner = part`b = ${2} and c = ${3}`;
  assert.deepEqual(flat`select ${1} where ${inner} limit ${4}`, [
    ["select ", " where b = ", " and c = ", " limit ", ""],
    [1, 2, 3, 4],
  ]);
});

Deno.test("a fragment without values is just text, also within another one", () => {
  assert.deepEqual(flat`select 1 order by ${part`a ${part`desc`}`}`, [["select 1 order by a desc"], []]);
});

Deno.test("joined() keeps the order of the pieces", () => {
  const conditions = joined([part`a = ${1}`, part`b`, part`c = ${3}`], "and");
  assert.deepEqual(flat`where ${conditions};`, [["where a = ", " and b and c = ", ";"], [1, 3]]);
});

Deno.test("a statement has the same template each time: the driver keeps something for each that it meets", () => {
  const templateOf = (strings: TemplateStringsArray, ...parameters: Parameters<typeof flatten>[1]) =>
    flatten(strings, parameters).strings;
  const plain = (n: number) => templateOf`select ${n}`;
  const composed = (n: number) => templateOf`select ${n} where ${part`a = ${n}`}`;
  assert.equal(plain(1), plain(2));
  assert.equal(composed(1), composed(2));
  assert.notEqual(composed(1), templateOf`select ${1} where ${part`b = ${1}`}`);
});
