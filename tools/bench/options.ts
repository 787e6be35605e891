import { parseArgs } from "node:util";

export interface Options {
  /** Patients in the register before anything is measured. */
  readonly rows: number;
  /** Registrations that wait for relay and analytics in the catch-up. */
  readonly events: number;
  /** How long each load lasts, after its warm-up. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Reads of the long run; 0 leaves it out. */
  readonly soakReads: number;
  readonly embeddedKafka: boolean;
  readonly ownLoadTool: boolean;
  /** Only the measurements whose names begin so; empty: all of them. */
  readonly only: readonly string[];
}

export const HELP = `deno task bench [--quick] [--rows N] [--events N] [--seconds N] [--soak] [--only NAME]…

Starts a system of its own, puts load on it from this machine, and compares it with raw limits measured in the same run.
  --quick           one second each and 5,000 rows: whether it runs, not how fast
  --rows N          patients in the register (200,000)
  --events N        registrations for relay and analytics to catch up with (100,000)
  --seconds N       how long each load lasts (8)
  --soak            a million reads more: the first against the last ones
  --only NAME       only read, list, register, sign-in, catch-up, soak or stop; may be given again
  --embedded-kafka  also where Java and Maven are there for Apache Kafka
  --own-load-tool   also where wrk is installed`;

const SOAK_READS = 1_000_000;

/** Throws an error whose message can be shown when an argument is not known or not right. */
export function parseOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "quick": { type: "boolean", default: false },
      "rows": { type: "string" },
      "events": { type: "string" },
      "seconds": { type: "string" },
      "soak": { type: "boolean", default: false },
      "only": { type: "string", multiple: true, default: [] },
      "embedded-kafka": { type: "boolean", default: false },
      "own-load-tool": { type: "boolean", default: false },
      "help": { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const { quick } = values;
  return {
    rows: wholeNumber("rows", values.rows, quick ? 5_000 : 200_000, 2_000_000),
    events: wholeNumber("events", values.events, quick ? 5_000 : 100_000, 1_000_000),
    seconds: wholeNumber("seconds", values.seconds, quick ? 1 : 8, 60),
    warmUpSeconds: quick ? 1 : 2,
    soakReads: !values.soak ? 0 : quick ? 10_000 : SOAK_READS,
    embeddedKafka: values["embedded-kafka"],
    ownLoadTool: values["own-load-tool"],
    only: values.only,
  };
}

function wholeNumber(name: string, given: string | undefined, preset: number, max: number): number {
  const value = given === undefined ? preset : Number(given);
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw new TypeError(`--${name} takes a whole number from 1 to ${max}`);
  }
  return value;
}
