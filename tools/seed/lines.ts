import { Buffer } from "node:buffer";

/** One line of a file, without its end. */
export interface Line {
  /** As an editor counts, from 1. */
  readonly number: number;
  /** How many bytes of the file lie before the next line. */
  readonly endByte: number;
  /** Undefined where the line is longer than anything that could be meant, or no text. */
  readonly text: string | undefined;
}

const LINE_FEED = 0x0a;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The lines of a stream of bytes, however long it is, and each of them however long it is, in bounded memory. */
export async function* readLines(bytes: AsyncIterable<Uint8Array>, lineBytesMax: number): AsyncGenerator<Line> {
  let number = 1;
  let endByte = 0;
  let parts: Uint8Array[] = [];
  let length = 0;

  const add = (part: Uint8Array) => {
    length += part.byteLength;
    if (length > lineBytesMax) parts = [];
    else parts.push(part);
  };
  const take = (): Line => {
    const line = { number, endByte, text: length > lineBytesMax ? undefined : decode(parts, number === 1) };
    number++;
    parts = [];
    length = 0;
    return line;
  };

  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end));
      endByte += end + 1 - start;
      start = end + 1;
      yield take();
    }
    add(chunk.subarray(start));
    endByte += chunk.byteLength - start;
  }
  if (length > 0) yield take();
}

function decode(parts: readonly Uint8Array[], first: boolean): string | undefined {
  const [only, second] = parts;
  const bytes = only !== undefined && second === undefined ? only : new Uint8Array(Buffer.concat(parts));
  try {
    const text = utf8.decode(bytes).replace(/\r$/, "");
    return first ? text.replace(/^\ufeff/, "") : text; // Excel begins a file with a byte order mark.
  } catch {
    return undefined;
  }
}
