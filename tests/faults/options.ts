import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../../tools/dev/environment.ts";
import { type Plant, PLANTS } from "./plants.ts";
import { type Harm, HARMS, nameOf } from "./schedule.ts";

export interface Options {
  readonly seconds: number;
  readonly seed: number;
  readonly dataDir: string;
  readonly embeddedKafka: boolean;
  readonly harms: readonly Harm[];
  readonly plant: Plant | undefined;
  readonly crashAfter: number;
}

export const HELP = `deno task faults [--seconds N] [--seed S] [--data-dir DIR] [--only FAULT]… [--embedded-kafka]

Starts a system of its own, lets eight clients work while things go wrong, heals it, waits until it settles, and checks
that nothing is lost and nothing happened twice. Ends with exit code 1 when an invariant is violated.
  --seconds N       how long things go wrong (60)
  --seed S          which things, and what the clients do; the same seed does the same again (any, and it says which)
  --data-dir DIR    where data, logs and the ledger stay (.data/faults); what an earlier campaign left there goes
  --only FAULT      only this fault, such as "kill patient"; may be given again; "none" for no faults
  --embedded-kafka  also where Java and Maven are there for Apache Kafka
  --plant NAME      run a service with a planted bug or a crash point, to see what the checks find
  --crash-after N   a crash point ends its process when it is passed for the Nth time (20)

Plants: ${PLANTS.map(({ name }) => name).join(", ")}`;

const SEED_MAX = 2_147_483_647;

/** Throws an error whose message can be shown when an argument is not known or not right. */
export function parseOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "seconds": { type: "string", default: "60" },
      "seed": { type: "string" },
      "data-dir": { type: "string", default: join(ROOT, ".data", "faults") },
      "only": { type: "string", multiple: true, default: [] },
      "embedded-kafka": { type: "boolean", default: false },
      "plant": { type: "string" },
      "crash-after": { type: "string", default: "20" },
      "help": { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  return {
    seconds: wholeNumber("seconds", values.seconds, 1, 86_400),
    seed: values.seed === undefined
      ? Math.floor(Math.random() * SEED_MAX)
      : wholeNumber("seed", values.seed, 0, SEED_MAX),
    dataDir: values["data-dir"],
    embeddedKafka: values["embedded-kafka"],
    harms: values.only.length === 0 ? HARMS : values.only.flatMap(harmsNamed),
    plant: values.plant === undefined ? undefined : plantNamed(values.plant),
    crashAfter: wholeNumber("crash-after", values["crash-after"], 1, 1_000_000),
  };
}

function harmsNamed(name: string): Harm[] {
  const harms = HARMS.filter((harm) => nameOf(harm) === name);
  if (harms.length > 0 || name === "none") return harms;
  throw new TypeError(`--only knows no fault ${name}: it takes ${HARMS.map(nameOf).join(", ")} or none`);
}

function plantNamed(name: string): Plant {
  const plant = PLANTS.find((known) => known.name === name);
  if (plant === undefined) throw new TypeError(`--plant knows no ${name}: see --help`);
  return plant;
}

function wholeNumber(name: string, given: string, min: number, max: number): number {
  const value = Number(given);
  if (/^\d+$/.test(given) && value >= min && value <= max) return value;
  throw new TypeError(`--${name} takes a whole number from ${min} to ${max}`);
}
