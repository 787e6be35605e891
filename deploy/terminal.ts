import { DeployError } from "./failure.ts";
import type { Screen } from "./progress.ts";

const INPUT_BYTES_MAX = 65_536;

/** Where progress goes. */
export function screen(): Screen {
  const isTerminal = Deno.stdout.isTerminal();
  const encoder = new TextEncoder();
  return {
    isTerminal,
    get columns() {
      return isTerminal ? Deno.consoleSize().columns : 120;
    },
    write: (text) => {
      const bytes = encoder.encode(text);
      for (let sent = 0; sent < bytes.length;) sent += Deno.stdout.writeSync(bytes.subarray(sent));
    },
  };
}

/** A value that nobody is to see: asked for without showing it on a terminal, else all of standard input. */
export async function readSecretValue(name: string): Promise<string> {
  return Deno.stdin.isTerminal() ? await askHidden(`${name}: `) : (await readAll()).replace(/\r?\n$/, "");
}

async function readAll(): Promise<string> {
  let text = "";
  for await (const piece of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.length > INPUT_BYTES_MAX) throw new DeployError("Too much on standard input: expected one value");
  }
  return text;
}

const ENTER = ["\r", "\n"];
const CTRL_C = "\x03";
const CTRL_D = "\x04";
const BACKSPACE = ["\x7f", "\b"];

async function askHidden(question: string): Promise<string> {
  await Deno.stderr.write(new TextEncoder().encode(question));
  Deno.stdin.setRaw(true);
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(256);
  let value = "";
  try {
    while (true) {
      const count = await Deno.stdin.read(buffer);
      if (count === null) return value;
      for (const key of decoder.decode(buffer.subarray(0, count), { stream: true })) {
        if (ENTER.includes(key) || key === CTRL_D) return value;
        if (key === CTRL_C) throw new DeployError("Nothing was changed.");
        value = BACKSPACE.includes(key) ? [...value].slice(0, -1).join("") : value + key;
      }
    }
  } finally {
    Deno.stdin.setRaw(false);
    await Deno.stderr.write(new TextEncoder().encode("\n"));
  }
}
