import { readHeader } from "./columns.ts";
import type { Entry } from "./entry.ts";
import { keyOfLine } from "./key.ts";
import { readLines } from "./lines.ts";
import { type CsvRecord, readRecords } from "./records.ts";

const LINE_BYTES_MAX = 65_536;

/** The people of a CSV file, one after another as they are asked for. Throws at once when its header is not right. */
export async function openFile(path: string): Promise<AsyncIterable<Entry>> {
  const file = await Deno.open(path).catch((cause) => {
    throw new Error(`${path} cannot be read${cause instanceof Deno.errors.NotFound ? ": there is no such file" : ""}`, {
      cause,
    });
  });
  const { isFile, size } = await file.stat();
  if (!isFile) throw new Error(`${path} is no file`);
  return await readEntries(file.readable, size);
}

export async function readEntries(bytes: AsyncIterable<Uint8Array>, size: number): Promise<AsyncIterable<Entry>> {
  const records = readRecords(readLines(bytes, LINE_BYTES_MAX));
  const { value: header } = await records.next();
  if (header === undefined) throw new Error("The file is empty: its first line must name the columns");
  if ("fault" in header) throw new Error(`The header ${header.fault}`);
  return entries(records, readHeader(header.cells), size);
}

async function* entries(
  records: AsyncIterable<CsvRecord>,
  personOf: ReturnType<typeof readHeader>,
  size: number,
): AsyncGenerator<Entry> {
  for await (const record of records) {
    const origin = { place: `line ${record.line}`, share: size === 0 ? 1 : Math.min(1, record.endByte / size) };
    if ("fault" in record) {
      yield { ...origin, fault: record.fault };
    } else {
      const person = personOf(record.cells);
      yield { ...origin, person, key: keyOfLine(record.line, person) };
    }
  }
}
