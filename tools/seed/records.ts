import type { Line } from "./lines.ts";

/** One record of a CSV file (RFC 4180): its cells, or why it has none. */
export type CsvRecord =
  & {
    /** The line that it begins on. */
    readonly line: number;
    readonly endByte: number;
  }
  & ({ readonly cells: readonly string[] } | { readonly fault: string });

/** Nobody is described on more lines than this. */
const RECORD_LINES_MAX = 20;

/**
 * The records of a file. Cells between quotes may hold line breaks; where that gives nothing of the header's width, the
 * quote was a stray one, and only the line that it stands on is lost, not what follows. Empty lines are passed over.
 */
export async function* readRecords(lines: AsyncIterable<Line>): AsyncGenerator<CsvRecord> {
  const ahead: Line[] = []; // Lines read for a record that came to nothing.
  const source = lines[Symbol.asyncIterator]();
  let width: number | undefined;

  async function next(): Promise<Line | undefined> {
    if (ahead.length > 0) return ahead.shift();
    const { value, done } = await source.next();
    return done === true ? undefined : value;
  }

  for (let first = await next(); first !== undefined; first = await next()) {
    if (first.text?.trim() === "") continue;
    const taken = [first];
    let read = readCells(first.text);
    while (read === "open" && taken.length < RECORD_LINES_MAX) {
      const more = await next();
      if (more === undefined) break;
      taken.push(more);
      read = more.text === undefined ? "stray quote" : readCells(taken.map(({ text }) => text).join("\n"));
    }
    width ??= typeof read === "string" ? undefined : read.length;
    const right = typeof read !== "string" && read.length === width;
    if (!right && taken.length > 1) ahead.unshift(...taken.splice(1));
    const { endByte } = taken.at(-1) ?? first;
    yield { line: first.number, endByte, ...(right ? { cells: read as string[] } : { fault: faultOf(read, width) }) };
  }
}

type Unreadable = "no text" | "stray quote" | "open";

function faultOf(read: readonly string[] | Unreadable, width: number | undefined): string {
  if (read === "no text") return "is too long, or not UTF-8";
  if (typeof read === "string") return "has a quote that does not end";
  return `has ${read.length} cells where the header has ${width}`;
}

/** The cells of one record. "open": it goes on after the line break, since a quote has not ended yet. */
export function readCells(text: string | undefined): string[] | Unreadable {
  if (text === undefined) return "no text";
  const cells: string[] = [];
  for (let at = 0;; at++) {
    const start = afterSpaces(text, at);
    if (text[start] === '"') {
      const end = endOfQuoted(text, start + 1);
      if (end === undefined) return "open";
      cells.push(text.slice(start + 1, end).replaceAll('""', '"').trim());
      at = afterSpaces(text, end + 1);
      if (at < text.length && text[at] !== ",") return "stray quote";
    } else {
      const comma = text.indexOf(",", start);
      cells.push(text.slice(start, comma === -1 ? undefined : comma).trim());
      at = comma === -1 ? text.length : comma;
    }
    if (at === text.length) return cells;
  }
}

/** Two quotes stand for one and end nothing. */
function endOfQuoted(text: string, start: number): number | undefined {
  let end = text.indexOf('"', start);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end === -1 ? undefined : end;
}

function afterSpaces(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}
