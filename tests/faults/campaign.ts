import { rest } from "@pms/lib/service";
import { createLogger } from "@pms/lib/telemetry";
import { join } from "node:path";
import { createApi } from "./api.ts";
import { checkAll, type Findings } from "./checks/mod.ts";
import { createClient } from "./client.ts";
import { inject } from "./inject.ts";
import { type Entry, openLedger } from "./ledger.ts";
import { watchLogs } from "./leaks.ts";
import { CANARY } from "./person.ts";
import { isCrashPoint, type Plant } from "./plants.ts";
import { seededRandom } from "./random.ts";
import { createProber, type Recovery } from "./recovery.ts";
import { type Fault, type Harm, nameOf, scheduleOf } from "./schedule.ts";
import { settle, watchOutbox } from "./settle.ts";
import { startSystem, type System } from "./system.ts";

export interface CampaignOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly dataDir: string;
  readonly apacheKafka: boolean;
  /** What may go wrong. */
  readonly harms: readonly Harm[];
  readonly plant: Plant | undefined;
  readonly crashAfter: number;
  readonly say: (line: string) => void;
}

export interface Report extends Findings {
  readonly entries: readonly Entry[];
  readonly answers: ReadonlyMap<string, number>;
  readonly faults: readonly Fault[];
  readonly recoveries: readonly Recovery[];
  readonly crashes: number;
  readonly longestOutboxMs: number;
  /** Undefined when it did not settle in time. */
  readonly settledMs: number | undefined;
}

const CLIENTS = 8;
const SETTLE_MS_MAX = 60_000;
/** A campaign with a crash point lasts until it was reached so often, but not for ever. */
const CRASHES_MIN = 3;
const CRASHES_MS_MAX = 60_000;
/** After the last fault the clients go on for so long: what comes now has to work. */
const AFTERMATH_MS = 1_000;
/** In no log: a person's data, a token, a password, an address with one. */
const FORBIDDEN = [new RegExp(CANARY), /eyJ[\w-]{10,}\.[\w-]{10,}/, /password123/, /postgres:\/\/\w+:\w+@/];

/** Starts a system, lets clients work and things go wrong, heals it, waits until it settles and checks everything. */
export async function runCampaign(options: CampaignOptions): Promise<Report> {
  options.say("starting the system");
  const system = await startSystem(options);
  let report;
  try {
    report = await suffer(system, options);
  } finally {
    options.say("stopping the system");
    await system[Symbol.asyncDispose]();
  }
  const { endings } = system; // How its parts stopped counts as well.
  return { ...report, violations: [...report.violations, ...endings.violations], crashes: endings.crashes };
}

/** Waits until the crash point has ended its process often enough. */
async function crashed({ endings }: System): Promise<boolean> {
  const deadlineMs = Date.now() + CRASHES_MS_MAX;
  while (endings.crashes < CRASHES_MIN && Date.now() < deadlineMs) await rest(100, new AbortController().signal);
  return endings.crashes >= CRASHES_MIN;
}

async function suffer(system: System, options: CampaignOptions): Promise<Omit<Report, "crashes">> {
  const { dataDir, seconds, seed, say } = options;
  const violations: string[] = [];
  const violate = (sentence: string) => violations.push(sentence);
  const log = createLogger("faults", "error");

  using ledger = openLedger(join(dataDir, "ledger.jsonl"));
  await using outbox = watchOutbox(system, log);
  await using logs = watchLogs(join(dataDir, "logs"), FORBIDDEN, violate, log);

  const api = createApi(system.url, CANARY, violate);
  const stop = new AbortController();
  const shared: string[] = [];
  const clientOf = (number: number) =>
    createClient({ number, random: seededRandom(seed, number), api, ledger, shared, violate, stop: stop.signal });
  const working = Array.from({ length: CLIENTS }, (_, index) => clientOf(index + 1).run());
  await using prober = createProber(system, clientOf(CLIENTS + 1));

  const faults = scheduleOf(seed, seconds, options.harms);
  const heal = new AbortController();
  const startMs = Date.now();
  const strike = async (fault: Fault): Promise<Recovery> => {
    await rest(startMs + fault.atMs - Date.now(), heal.signal);
    say(
      `${(fault.atMs / 1_000).toFixed(1).padStart(6)} s  ${nameOf(fault)}${
        fault.forMs > 0 ? ` for ${fault.forMs} ms` : ""
      }`,
    );
    const overMs = await inject(system, fault, heal.signal);
    return await prober.firstSuccess(fault, overMs, stop.signal);
  };
  say(`${CLIENTS} clients for ${seconds} s, ${faults.length} faults, seed ${seed}`);
  const striking = faults.map(strike);
  await rest(seconds * 1_000, new AbortController().signal);
  if (isCrashPoint(options.plant) && !await crashed(system)) {
    violate(`The crash point was not reached: ${system.endings.crashes} times instead of ${CRASHES_MIN}`);
  }

  say("healing");
  heal.abort();
  if (isCrashPoint(options.plant)) await system.uproot(); // A bug stays: what it has broken may not work without it.
  await rest(AFTERMATH_MS, new AbortController().signal);
  stop.abort();
  await Promise.all(working);
  const recoveries = await Promise.all(striking);

  say("settling");
  const settledMs = await settle(system, SETTLE_MS_MAX);
  if (settledMs === undefined) violate(`It did not settle: something was still on its way after ${SETTLE_MS_MAX} ms`);

  say("checking");
  const findings = await checkAll(system, ledger);
  await logs.look();
  return {
    ...findings,
    violations: [...violations, ...findings.violations],
    entries: ledger.entries,
    answers: api.outcomes,
    faults,
    recoveries,
    longestOutboxMs: outbox.longestMs,
    settledMs,
  };
}
