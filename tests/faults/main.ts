/** `deno task faults`: is anything lost, does anything happen twice, whatever is killed? See tests/faults/README.md. */
import { LIBRARY_VARIABLES } from "@pms/lib/service";
import { isAbsolute, join, resolve } from "node:path";
import { LAUNCHER_VARIABLES, ROOT } from "../../tools/dev/environment.ts";
import { runCommand } from "../../tools/operator/run.ts";
import { withRights } from "../../tools/rights.ts";
import { runCampaign } from "./campaign.ts";
import { hasJava } from "./kafka.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import { describe } from "./report.ts";
import { HARMS, nameOf } from "./schedule.ts";

const say = (line: string) => console.log(line);

await runCommand(async () => {
  const options = parseOptions(Deno.args);
  if (options !== "help") return await run(options) ? 0 : 1;
  console.log(HELP);
  return 0;
});

/** Whether every invariant holds. */
async function run(options: Options): Promise<boolean> {
  const dataDir = isAbsolute(options.dataDir) ? options.dataDir : resolve(ROOT, options.dataDir);
  await withRights({
    net: ["127.0.0.1", "127.0.0.2", "localhost"],
    env: [...LAUNCHER_VARIABLES, ...LIBRARY_VARIABLES.postgres, ...LIBRARY_VARIABLES.kafka, "TOOL_RIGHTS_GIVEN"],
    read: [ROOT, dataDir],
    write: [dataDir, join(ROOT, ".data")],
    sys: ["uid"],
  });
  await emptyFolder(dataDir);
  const apacheKafka = !options.embeddedKafka && await hasJava();
  say(apacheKafka ? "with Apache Kafka" : "with the embedded Kafka");
  const report = await runCampaign({ ...options, dataDir, apacheKafka, say });
  say(describe(report));
  say(`\nledger and logs are in ${dataDir}; the same again: deno task faults ${again(options).join(" ")}`);
  return report.violations.length === 0;
}

function again({ seconds, seed, harms, plant, crashAfter }: Options): string[] {
  const names = harms.length === 0 ? ["none"] : harms.map(nameOf);
  return [
    `--seconds ${seconds} --seed ${seed}`,
    ...(harms === HARMS ? [] : names.map((name) => `--only "${name}"`)),
    ...(plant === undefined ? [] : [`--plant ${plant.name} --crash-after ${crashAfter}`]),
  ];
}

/** Removes what an earlier campaign left, and nothing else. */
async function emptyFolder(dataDir: string): Promise<void> {
  const names = await Array.fromAsync(Deno.readDir(dataDir), ({ name }) => name).catch((error): string[] => {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  });
  if (names.length > 0 && !names.includes("ledger.jsonl")) {
    throw new Error(`The folder ${dataDir} holds something else than an earlier campaign: choose another one`);
  }
  await Deno.remove(dataDir, { recursive: true }).catch(() => {});
  await Deno.mkdir(dataDir, { recursive: true });
  await Deno.writeTextFile(join(dataDir, "ledger.jsonl"), ""); // So that the folder is known again, whatever comes.
}
