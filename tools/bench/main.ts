/** `deno task bench`: the system against raw limits, measured in one run. What is measured: docs/performance.md. */
import { join } from "node:path";
import { ROOT } from "../dev/environment.ts";
import { runCommand } from "../operator/run.ts";
import { signIn } from "./api.ts";
import { measureCatchUp } from "./catch_up.ts";
import {
  type Bench,
  compareBareHop,
  comparePages,
  compareReads,
  compareRegistrations,
  measureSignIn,
} from "./comparisons.ts";
import { fillRegister } from "./fill.ts";
import { followRegistrations } from "./following.ts";
import { chooseLoadTool } from "./load.ts";
import { createMeter } from "./meter.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import { machineMemoryMiB } from "./proc.ts";
import { startRawLimit } from "./raw_limit.ts";
import { type Report, tables } from "./report.ts";
import { measureSoak } from "./soak.ts";
import { measureStops } from "./stop.ts";
import { startSystem } from "./system.ts";

const FOLDER = join(ROOT, ".data", "bench");
/** So long a service that just started is left alone before its memory at rest is read. */
const REST_MS = 3_000;

const say = (line: string) => console.error(line);
const stopped = Promise.withResolvers<never>();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => stopped.reject(new Error("stopped")));
}

await runCommand(async () => {
  const options = parseOptions(Deno.args);
  if (options !== "help") return await run(options) ? 0 : 1;
  console.log(HELP);
  return 0;
});

/** Whether all answers were good ones. Speed is shown, not judged: the machine may be busy with something else. */
async function run(options: Options): Promise<boolean> {
  const report: Report = {
    startedAt: new Date().toISOString(),
    machine: {
      processors: navigator.hardwareConcurrency,
      memoryMiB: await machineMemoryMiB(),
      deno: Deno.version.deno,
    },
    ...await measureAll(options),
  };
  const path = join(FOLDER, `${report.startedAt.replaceAll(":", "-")}.json`);
  await Deno.writeTextFile(path, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(tables(report));
  say(`\nwritten to ${path.slice(ROOT.length + 1)}`);
  const measured = [...report.comparisons.flatMap(({ before, system, after }) => [before, system, after])];
  if (report.signIn !== undefined) measured.push(report.signIn);
  return measured.every(({ failed }) => failed === 0);
}

async function measureAll(options: Options): Promise<Omit<Report, "startedAt" | "machine">> {
  const wanted = (name: string) => options.only.length === 0 || options.only.includes(name);
  const tool = await chooseLoadTool(options.ownLoadTool);
  say("starting the system");
  await using system = await startSystem(join(FOLDER, "system"), options);
  await using raw = await startRawLimit(system);
  const api = await signIn(system.gateway.url);
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  const meter = await createMeter(system, tool, { warmUpSeconds: options.warmUpSeconds, raw });
  await using following = followRegistrations(system, api);
  const bench: Bench = { system, meter, api, following, raw, seconds: options.seconds };
  const report: Omit<Report, "startedAt" | "machine"> = {
    kafka: system.kafka,
    loadTool: tool.name,
    rows: options.rows,
    readyInSeconds: system.readyInSeconds,
    comparisons: [],
  };

  async function measureEach(): Promise<void> {
    say(`filling the register with ${options.rows} patients`);
    await fillRegister(system.databaseUrl("patient"), options.rows);
    if (wanted("read")) {
      say("reads");
      report.comparisons.push(await compareReads(bench), await compareBareHop(bench));
    }
    if (wanted("list")) {
      say("lists");
      report.comparisons.push(await comparePages(bench));
    }
    if (wanted("register")) {
      say("registrations");
      report.comparisons.push(...await compareRegistrations(bench));
    }
    if (wanted("sign-in")) {
      say("sign-in");
      report.signIn = await measureSignIn(bench);
    }
    if (wanted("catch-up")) {
      say("catching up");
      report.catchUp = await meter.watchingMemory(() => measureCatchUp(bench, options.events));
    }
    if (options.soakReads > 0 && wanted("soak")) {
      say(`${options.soakReads} reads`);
      report.soak = await measureSoak(bench, options.soakReads);
    }
    report.memory = { idle: meter.idle, loaded: meter.loaded() };
    if (wanted("stop")) {
      say("stopping services");
      report.stops = await measureStops(bench, tool);
    }
  }
  await Promise.race([measureEach(), stopped.promise]);
  return report;
}
