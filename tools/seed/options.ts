import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export interface SeedOptions {
  /** Who is sent: the rows of a file, or so many invented people. */
  readonly people: { readonly file: string } | { readonly count: number; readonly seed: number };
  /** Of the gateway; the one of the data folder when left out. */
  readonly url?: string;
  readonly email: string;
  readonly dataDir: string;
}

export const HELP = `deno task seed FILE.csv [--url URL] [--email E] [--data-dir DIR]
deno task seed --generate N [--seed S] [--url URL] [--email E] [--data-dir DIR]

Registers people: the rows of a CSV file, or invented ones. Sent again within 24 hours nobody is registered twice.
  --url URL       the gateway's address (the one of the system in the data folder)
  --email E       the account to sign in with (registrar@example.com)
  --data-dir DIR  the data folder of a running deno task dev (.data/dev)
  --generate N    invents N people
  --seed S        another whole number invents other people (1)
The password is read from SEED_PASSWORD (password123, which the development accounts have).`;

const COUNT_MAX = 10_000_000;

/** Throws an error whose message can be shown when an argument is not known or not right. */
export function parseOptions(args: readonly string[], root: string): SeedOptions | "help" {
  const { values, positionals: [file, ...more] } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      "url": { type: "string" },
      "email": { type: "string", default: "registrar@example.com" },
      "data-dir": { type: "string", default: join(root, ".data", "dev") },
      "generate": { type: "string" },
      "seed": { type: "string" },
      "help": { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const { generate, seed, url, email } = values;
  if (more.length > 0) throw new Error("One file at a time");
  if ((file === undefined) === (generate === undefined)) throw new Error(`Name a CSV file, or --generate N\n\n${HELP}`);
  if (seed !== undefined && generate === undefined) throw new Error("--seed goes with --generate");
  if (url !== undefined && !/^https?:\/\/[^/?#]+\/?$/.test(url)) {
    throw new Error("--url takes an address such as http://127.0.0.1:4004");
  }
  if (email === "") throw new Error("--email takes an e-mail address");
  if (values["data-dir"] === "") throw new Error("--data-dir takes a folder");
  return {
    people: generate === undefined
      ? { file: resolve(file ?? "") }
      : { count: wholeNumber("--generate", generate, 1), seed: wholeNumber("--seed", seed ?? "1", 0) },
    ...(url !== undefined && { url: url.replace(/\/$/, "") }),
    email,
    dataDir: resolve(values["data-dir"]),
  };
}

function wholeNumber(flag: string, text: string, min: number): number {
  const value = Number(text);
  if (/^\d{1,8}$/.test(text) && value >= min && value <= COUNT_MAX) return value;
  throw new Error(`${flag} takes a whole number from ${min} to ${COUNT_MAX}`);
}
