import { isAbsolute, join, resolve } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  /** Of the gateway; 0 takes any free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Begins with empty data. */
  readonly fresh: boolean;
  /** Restarts a service when its source changes. */
  readonly watch: boolean;
}

export const HELP = `deno task dev [--port N] [--data-dir DIR] [--fresh] [--watch]

Runs the whole system on this machine: PostgreSQL, Kafka and the five services.
  --port N        the gateway's port (4004); the other ports move when they are taken
  --data-dir DIR  where the data are kept (.data/dev)
  --fresh         begins with empty data
  --watch         restarts a service when its source changes`;

/** Throws an error whose message can be shown when an argument is not known or not right. */
export function parseOptions(args: readonly string[], root: string): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "port": { type: "string", default: "4004" },
      "data-dir": { type: "string", default: join(root, ".data", "dev") },
      "fresh": { type: "boolean", default: false },
      "watch": { type: "boolean", default: false },
      "help": { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) throw new Error("--port takes a number from 0 to 65535");
  if (values["data-dir"] === "") throw new Error("--data-dir takes a folder");
  const dataDir = isAbsolute(values["data-dir"]) ? values["data-dir"] : resolve(values["data-dir"]);
  return { port, dataDir, fresh: values.fresh, watch: values.watch };
}
