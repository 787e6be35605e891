import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../tools/dev/environment.ts";

export interface Options {
  /** Of the AWS API; PostgreSQL has the next one, Kafka the one after that. */
  readonly port: number;
  /** What was installed, and what was invented for this installation. */
  readonly dataDir: string;
  /** Begin with empty databases and topics, and new secrets. */
  readonly fresh: boolean;
}

export const HELP = `deno task emulator [--port N] [--data-dir DIR] [--fresh]

Runs an emulator of AWS on this machine, with the PostgreSQL and the Kafka that the deployed services use. Needs Docker,
and python3 where LOCALSTACK_AUTH_TOKEN is not set.
`;

const PORT = 4566;
const PORTS = 3;

export function parseOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: String(PORT) },
      "data-dir": { type: "string", default: `${ROOT}/.data/emulator` },
      fresh: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port < 1 || port > 65_535 - PORTS + 1) {
    throw new Error(`--port ${values.port}: expected a port number`);
  }
  return { port, dataDir: resolve(values["data-dir"]), fresh: values.fresh };
}
