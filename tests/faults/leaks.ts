import { every } from "@pms/lib/service";
import type { Logger } from "@pms/lib/telemetry";
import { join } from "node:path";

/** Reads what the parts write into their logs, as it grows. */
export interface LogWatch extends AsyncDisposable {
  /** Reads what is new. */
  look(): Promise<void>;
}

const LOOK_EVERY_MS = 2_000;
const PIECE_BYTES = 1_048_576;
/** A piece may end within a word: so much of it is looked at again. */
const OVERLAP_CHARS = 200;

/** Tells `found` of each log that holds one of the forbidden words, once. A log that was full begins anew. */
export function watchLogs(
  folder: string,
  forbidden: readonly RegExp[],
  found: (sentence: string) => void,
  log: Logger,
): LogWatch {
  const positions = new Map<string, number>();
  const told = new Set<string>();

  async function read(path: string, name: string, from: number): Promise<number> {
    using file = await Deno.open(path);
    await file.seek(from, Deno.SeekMode.Start);
    const buffer = new Uint8Array(PIECE_BYTES);
    let position = from;
    let text = "";
    for (let size = await file.read(buffer); size !== null; size = await file.read(buffer)) {
      position += size;
      text = text.slice(-OVERLAP_CHARS) + new TextDecoder().decode(buffer.subarray(0, size));
      for (const pattern of forbidden) {
        const match = pattern.exec(text)?.[0];
        if (match === undefined || told.has(name + pattern.source)) continue;
        told.add(name + pattern.source);
        found(`A log leaked: ${name} holds ${pattern.source}`);
      }
    }
    return position;
  }

  async function look(): Promise<void> {
    for await (const { name } of Deno.readDir(folder)) {
      if (!name.endsWith(".log")) continue;
      const path = join(folder, name);
      const position = positions.get(name) ?? 0;
      if ((await Deno.stat(path)).size < position) {
        await read(`${path}.1`, name, position);
        positions.set(name, await read(path, name, 0));
      } else positions.set(name, await read(path, name, position));
    }
  }

  const looking = every(LOOK_EVERY_MS, look, log);
  return {
    look,
    [Symbol.asyncDispose]: () => looking[Symbol.asyncDispose](),
  };
}
