import { parseArgs } from "node:util";
import { DATA_DIR } from "../operator/variables.ts";

const COMMANDS = ["parked list", "parked resend", "dead-letters list", "dead-letters replay"] as const;

export interface EventsOptions {
  readonly command: (typeof COMMANDS)[number];
  readonly dataDir: string;
  readonly destination?: string;
  /** What a command is to act on, or everything. */
  readonly chosen: readonly string[] | "all";
  readonly limit: number;
}

export const HELP = `deno task events parked list [--destination D] [--limit N]
deno task events parked resend --destination D (--all | POSITION…)
deno task events dead-letters list [--limit N]
deno task events dead-letters replay (--all | PARTITION/OFFSET…)

Rows of patient's outbox that were parked, and records that could not be read.
  --destination D  billing or kafka
  --all            all of them, rather than those named as the list names them
  --limit N        lists N at most, the oldest first (50)
  --data-dir DIR   the data folder of a running deno task dev (.data/dev)
Elsewhere the variables DATABASE_URL_PATIENT and KAFKA_BROKERS say where to look.`;

const LIMIT_MAX = 10_000;

/** Throws an error whose message can be shown when an argument is not known or not right. */
export function parseOptions(args: readonly string[]): EventsOptions | "help" {
  const { values, positionals: [noun, verb, ...names] } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      "destination": { type: "string" },
      "all": { type: "boolean", default: false },
      "limit": { type: "string", default: "50" },
      "data-dir": { type: "string", default: DATA_DIR },
      "help": { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const command = COMMANDS.find((each) => each === `${noun} ${verb}`);
  if (command === undefined) throw new Error(`There is no such command\n\n${HELP}`);
  const { destination, all } = values;
  if (destination !== undefined && !["billing", "kafka"].includes(destination)) {
    throw new Error("--destination takes billing or kafka");
  }
  const acts = !command.endsWith("list");
  if (acts && all === names.length > 0) throw new Error(`Name what is meant, or --all\n\n${HELP}`);
  if (!acts && (all || names.length > 0)) throw new Error(`A list takes no names\n\n${HELP}`);
  if (command === "parked resend" && destination === undefined) throw new Error("Name the --destination");
  const form = command === "parked resend" ? /^\d{1,18}$/ : /^\d{1,9}\/\d{1,18}$/;
  const wrong = names.find((name) => !form.test(name));
  if (wrong !== undefined) throw new Error(`${wrong} is not what the list calls one`);
  const limit = Number(values.limit);
  if (!/^\d{1,5}$/.test(values.limit) || limit < 1 || limit > LIMIT_MAX) {
    throw new Error(`--limit takes a whole number from 1 to ${LIMIT_MAX}`);
  }
  return {
    command,
    dataDir: values["data-dir"],
    ...(destination !== undefined && { destination }),
    chosen: all ? "all" : names,
    limit,
  };
}
