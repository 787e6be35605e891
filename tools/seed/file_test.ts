import assert from "node:assert/strict";
import type { Entry } from "./entry.ts";
import { openFile, readEntries } from "./file.ts";

async function entriesOf(text: string): Promise<Entry[]> {
  const bytes = new TextEncoder().encode(text);
  return await Array.fromAsync(await readEntries(new Blob([bytes]).stream(), bytes.byteLength));
}

async function keysOf(text: string): Promise<string[]> {
  return (await entriesOf(text)).map((entry) => "key" in entry ? entry.key : entry.fault);
}

const HEADER = "name,dateOfBirth,city";
const [ada, bob] = ["Ada Example,1990-12-10,Berlin", "Bob Example,1985-01-02,Bonn"];

Deno.test("the same line with the same content has the same key, in any copy of the file", async () => {
  assert.deepEqual(await keysOf(`${HEADER}\n${ada}\n${bob}`), await keysOf(`${HEADER}\n${ada}\n${bob}`));
  assert.deepEqual(await keysOf(`${HEADER}\n${ada}\n${bob}`), await keysOf(`\ufeff${HEADER}\r\n${ada}\r\n${bob}\r\n`));
});

Deno.test("putting one line right, or adding lines, leaves the keys of the others", async () => {
  const before = await keysOf(`${HEADER}\n${ada}\n${bob}`);
  const after = await keysOf(`${HEADER}\n${ada}\n${bob.replace("1985", "1986")}\n${ada}`);
  assert.equal(after[0], before[0]);
  assert.equal(new Set([...before, ...after]).size, 4);
});

Deno.test("two lines with the same content are two people", async () => {
  assert.equal(new Set(await keysOf(`${HEADER}\n${ada}\n${ada}`)).size, 2);
});

Deno.test("a key is one that the API takes, and says nothing about the person", async () => {
  for (const key of await keysOf(`${HEADER}\n${ada}\nŁukasz 李,1990-12-10,`)) {
    assert.match(key, /^seed:\d+:[0-9a-f]{32}$/);
  }
});

Deno.test("a row that cannot be read is an entry with its fault; the shares rise to the whole", async () => {
  const entries = await entriesOf(`${HEADER}\n${ada}\n"Bob\n${bob}\n`);
  assert.deepEqual(entries.map((entry) => [entry.place, "fault" in entry]), [
    ["line 2", false],
    ["line 3", true],
    ["line 4", false],
  ]);
  const shares = entries.map(({ share }) => share);
  assert.deepEqual(shares, shares.toSorted((one, other) => one - other));
  assert.equal(shares.at(-1), 1);
});

Deno.test("a file without a header, or that is none, is an error that says so", async () => {
  await assert.rejects(entriesOf(""), /The file is empty/);
  await assert.rejects(entriesOf("\n\n"), /The file is empty/);
  await assert.rejects(entriesOf('name,"dateOfBirth\n'), /The header has a quote that does not end/);
  await assert.rejects(openFile("/tmp/there is no such file.csv"), /cannot be read: there is no such file/);
  await assert.rejects(openFile("/tmp"), /is no file/);
});
