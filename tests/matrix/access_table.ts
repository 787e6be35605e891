import assert from "node:assert/strict";

/** A table of `docs/access.md`: for each call and each caller what the answer must be. */
export interface AccessTable {
  readonly callers: readonly string[];
  readonly rows: ReadonlyMap<string, readonly string[]>;
}

const DOCUMENT = new URL("../../docs/access.md", import.meta.url);

/** The table below a heading, its calls without their back-ticks. */
export async function accessTable(heading: string): Promise<AccessTable> {
  const text = await Deno.readTextFile(DOCUMENT);
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const [head, , ...body] = section.split("\n").filter((line) => line.startsWith("|")).map(cellsOf);
  assert.ok(head !== undefined && body.length > 0, `docs/access.md has no table under ${heading}`);
  const rows = new Map(body.map(([call = "", ...answers]) => [call.replaceAll("`", ""), answers]));
  assert.equal(rows.size, body.length, "a call stands there twice");
  for (const [call, answers] of rows) assert.equal(answers.length, head.length - 1, call);
  return { callers: head.slice(1), rows };
}

function cellsOf(line: string): string[] {
  return line.split("|").slice(1, -1).map((cell) => cell.trim());
}
