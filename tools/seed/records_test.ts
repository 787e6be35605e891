import { parse } from "csv-parse/sync";
import assert from "node:assert/strict";
import { readLines } from "./lines.ts";
import { readCells, readRecords } from "./records.ts";

/** Split anywhere: where a chunk ends must not matter. */
async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function recordsOf(text: string | Uint8Array, chunkSize = 7, lineBytesMax = 100) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const records = await Array.fromAsync(readRecords(readLines(chunksOf(bytes, chunkSize), lineBytesMax)));
  return records.map((record) => [record.line, "cells" in record ? record.cells : record.fault]);
}

Deno.test("the fixture reads as another parser reads it, wherever its chunks end", async () => {
  const bytes = await Deno.readFile(new URL("../../tests/fixtures/dataset1.csv", import.meta.url));
  const expected: string[][] = parse(bytes, { trim: true });
  for (const chunkSize of [61, 65_536]) {
    const records = await recordsOf(bytes, chunkSize, 65_536);
    assert.deepEqual(records, expected.map((cells, index) => [index + 1, cells]));
  }
});

for (const text of ["a,b", "a,", ",", "", ' "a" , b', '"a,b","c""d"', '"",x', 'x"y,z', '"a\nb",c', "\t a\t,b"]) {
  Deno.test(`the cells of ${JSON.stringify(text)} are those that another parser finds`, () => {
    const [expected = [""]]: string[][] = parse(text, { trim: true, relax_quotes: true });
    assert.deepEqual(readCells(text), expected);
  });
}

Deno.test("a byte order mark, line ends of Windows and empty lines are no part of the data", async () => {
  assert.deepEqual(await recordsOf("\ufeffa,b\r\n\r\n1,2\r\n   \n3,4"), [
    [1, ["a", "b"]],
    [3, ["1", "2"]],
    [5, ["3", "4"]],
  ]);
});

Deno.test("a cell between quotes may hold commas, quotes and line breaks; the next record's line is still right", async () => {
  assert.deepEqual(await recordsOf('a,b\n"1,\n ""x""",2\n3,4'), [
    [1, ["a", "b"]],
    [2, ['1,\n "x"', "2"]],
    [4, ["3", "4"]],
  ]);
});

Deno.test("a stray quote costs its own line and nothing else", async () => {
  const fault = "has a quote that does not end";
  assert.deepEqual(await recordsOf('a,b\n"1,2\n3,4\n5,6'), [[1, ["a", "b"]], [2, fault], [3, ["3", "4"]], [4, [
    "5",
    "6",
  ]]]);
  assert.deepEqual((await recordsOf(`a,b\n"1,2\n${"3,4\n".repeat(200)}`)).length, 202);
  // Two of them make one cell of all that is between, which is not what the header has.
  const pair = await recordsOf('a,b\n"1,2\n3,4\n"5,6\n7,8');
  assert.deepEqual(pair.filter(([, cells]) => Array.isArray(cells)).map(([line]) => line), [1, 3, 5]);
});

Deno.test("a row of another width is a fault with both numbers", async () => {
  assert.deepEqual(await recordsOf("a,b\n1\n1,2,3"), [
    [1, ["a", "b"]],
    [2, "has 1 cells where the header has 2"],
    [3, "has 3 cells where the header has 2"],
  ]);
});

Deno.test("a line that is too long or not UTF-8 is a fault, and the next one is read", async () => {
  const fault = "is too long, or not UTF-8";
  assert.deepEqual(await recordsOf(`a,b\n${"x".repeat(101)},y\n1,2`), [[1, ["a", "b"]], [2, fault], [3, ["1", "2"]]]);
  const latin1 = Uint8Array.from("a,b\nM\xfcller,2\n1,2", (character) => character.charCodeAt(0));
  assert.deepEqual(await recordsOf(latin1), [[1, ["a", "b"]], [2, fault], [3, ["1", "2"]]]);
});

Deno.test("a line that never ends is read in bounded memory", async () => {
  let sent = 0;
  const endless = (async function* () {
    const chunk = new Uint8Array(1_048_576).fill(0x78);
    while (sent < 200) {
      sent++;
      yield await Promise.resolve(chunk);
    }
  })();
  const before = Deno.memoryUsage().rss;
  const records = await Array.fromAsync(readRecords(readLines(endless, 65_536)));
  assert.deepEqual(records.map((record) => "fault" in record), [true]);
  assert.ok(Deno.memoryUsage().rss - before < 100 * 1_048_576);
});
