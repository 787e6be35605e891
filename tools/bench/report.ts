import type { CatchUp } from "./catch_up.ts";
import { BARE_HOP, type Comparison } from "./comparisons.ts";
import type { Measured, MemoryOfAll } from "./meter.ts";
import type { Soak } from "./soak.ts";
import type { Stop } from "./stop.ts";

/** Everything that one run found out; what was left out is not there. */
export interface Report {
  readonly startedAt: string;
  readonly machine: { readonly processors: number; readonly memoryMiB: number; readonly deno: string };
  readonly kafka: string;
  readonly loadTool: string;
  readonly rows: number;
  readonly readyInSeconds: number;
  comparisons: Comparison[];
  signIn?: Measured;
  catchUp?: CatchUp;
  soak?: Soak;
  stops?: Stop[];
  memory?: { readonly idle: MemoryOfAll; readonly loaded: MemoryOfAll };
}

/** A promise of the design and what became of it. */
export interface Budget {
  readonly what: string;
  readonly budget: string;
  readonly found: string;
  readonly kept: boolean;
}

/** Registrations a second of the Java Spring Boot system of the same shape on two cores, at its best. */
const JAVA_REGISTRATIONS = 1_000;

/** The tables that people read. */
export function tables(report: Report): string {
  const { comparisons, signIn, catchUp, soak, memory, stops } = report;
  const rows = comparisons.flatMap(({ before, system, after, ratio, cpuRatio }) => [
    measuredRow(before),
    [...measuredRow(system), ratio.toFixed(2), cpuRatio.toFixed(2)],
    measuredRow(after),
  ]);
  const parts = ["gateway", "auth", "patient", "billing", "analytics", "postgres", "kafka", "raw", "hop", "load"];
  const cpuOf = (measured: Measured) => [
    measured.name,
    String(measured.clients),
    ...parts.map((part) => (measured.cpuUs[part] ?? 0).toFixed(0)),
    measured.cpuUsInAll.toFixed(0),
  ];
  const all = [...comparisons.flatMap(({ before, system }) => [before, system]), ...(signIn ? [signIn] : [])];
  return [
    `${report.kafka}, ${report.loadTool} as load tool, ${report.rows} patients, ` +
    `${report.machine.processors} processors, ready in ${report.readyInSeconds} s`,
    table(
      ["", "clients", "requests/s", "p50 ms", "p95 ms", "p99 ms", "failed", "others' CPU", "ratio", "by CPU"],
      [...rows, ...(signIn ? [measuredRow(signIn)] : [])],
    ),
    "Processor time for one request, in microseconds:",
    table(["", "clients", ...parts, "all"], all.map(cpuOf)),
    ...comparisons.flatMap(({ system, ages, caughtUpMs }) =>
      ages === undefined ? [] : [
        `After a registration at ${system.clients} clients: account p50 ${ms(ages.accountP50Ms)}, ` +
        `at most ${ms(ages.accountMaxMs)}; event p50 ${ms(ages.eventP50Ms)}, at most ${ms(ages.eventMaxMs)} ` +
        `(${ages.samples} looked at); all sent ${ms(caughtUpMs ?? 0)} after the end`,
      ]
    ),
    ...(catchUp === undefined ? [] : [
      `${catchUp.events} events at once: relay to Kafka ${perSecond(catchUp.relayPerSecond)}, ` +
      `accounts ${perSecond(catchUp.accountsPerSecond)}; analytics, stopped meanwhile, ` +
      `${perSecond(catchUp.appliedPerSecond)}, lag 0 after ${
        ms(catchUp.lagZeroMs)
      }. Processor time of relays for one: ` +
      ["patient", "billing", "postgres", "kafka"].map((part) => `${part} ${(catchUp.cpuUs[part] ?? 0).toFixed(0)} µs`)
        .join(", "),
    ]),
    ...(soak === undefined ? [] : [
      `After ${soak.reads} reads: ${perSecond(soak.last.system.rate)}, p99 ${ms(soak.last.system.p99Ms)}, ` +
      `ratio ${soak.last.ratio.toFixed(2)}; at first ${perSecond(soak.first.system.rate)}, ` +
      `p99 ${ms(soak.first.system.p99Ms)}, ratio ${soak.first.ratio.toFixed(2)}`,
    ]),
    ...(stops === undefined ? [] : [`SIGTERM while patients are read: ${
      stops.map(({ service, ms: took, ending }) => {
        return `${service} ${ms(took)} (${ending})`;
      }).join(", ")
    }`]),
    ...(memory === undefined ? [] : [
      table(
        ["memory, MiB", "idle Rss", "idle Pss", "loaded Rss", "loaded Pss"],
        [...Object.keys(memory.idle), "all"].map((name) => [
          name,
          ...[memory.idle, memory.loaded].flatMap((of) => [amount(of, name, "rssMiB"), amount(of, name, "pssMiB")]),
        ]),
      ),
    ]),
    table(
      ["budget", "", "found", ""],
      budgetsOf(report).map(({ what, budget, found, kept }) => [what, budget, found, kept ? "kept" : "MISSED"]),
    ),
  ].join("\n\n");
}

/** The budgets that this run can say something about. */
export function budgetsOf({ comparisons, catchUp, soak, memory, stops }: Report): Budget[] {
  const budgets: Budget[] = [];
  const atLeast = (what: string, least: number, found: number, digits = 2) =>
    budgets.push({ what, budget: `≥ ${least}`, found: found.toFixed(digits), kept: found >= least });
  const atMost = (what: string, most: number, found: number, digits = 0) =>
    budgets.push({ what, budget: `≤ ${most}`, found: found.toFixed(digits), kept: found <= most });

  for (const { name, system, ratio, ages } of comparisons) {
    if (name === "read one patient") {
      atLeast("read, to the raw read", 0.4, ratio);
      atMost("read, p99 ms", 15, system.p99Ms, 1);
    } else if (name === "register") {
      const at = `register, ${system.clients} client${system.clients === 1 ? "" : "s"}`;
      atLeast(`${at}, to the raw insert`, 0.3, ratio);
      if (system.clients > 1) atLeast(`${at}, to the Java system's rate`, 3, system.rate / JAVA_REGISTRATIONS);
      if (ages === undefined) continue;
      atMost(`${at}, account there, ms`, 1_000, ages.accountMaxMs);
      atMost(`${at}, event there, ms`, 1_000, ages.eventMaxMs);
    } else if (name !== BARE_HOP) {
      atLeast(`${name}, to page 1`, 0.9, ratio);
    }
  }
  if (catchUp !== undefined) {
    atLeast("relay to Kafka, events/s", 10_000, catchUp.relayPerSecond, 0);
    atLeast("analytics, events/s", 10_000, catchUp.appliedPerSecond, 0);
  }
  if (soak !== undefined) atLeast("read after a million, to the first", 0.9, soak.last.ratio / soak.first.ratio);
  if (memory !== undefined) {
    atMost("memory of the five services idle, MiB (Pss)", 350, Number(amount(memory.idle, "all", "pssMiB")));
    atMost("the same loaded", 600, Number(amount(memory.loaded, "all", "pssMiB")));
  }
  if (stops !== undefined) atMost("SIGTERM to the end, ms", 2_000, Math.max(...stops.map(({ ms }) => ms)));
  return budgets;
}

function measuredRow({ name, clients, rate, p50Ms, p95Ms, p99Ms, failed, strangersCpu }: Measured): string[] {
  return [
    name,
    String(clients),
    rate.toFixed(0),
    ...[p50Ms, p95Ms, p99Ms].map((each) => each.toFixed(1)),
    String(failed),
    strangersCpu.toFixed(1),
  ];
}

function amount(memory: MemoryOfAll, name: string, kind: "rssMiB" | "pssMiB"): string {
  const shown = name === "all" ? Object.values(memory) : memory[name] === undefined ? [] : [memory[name]];
  return shown.reduce((sum, each) => sum + each[kind], 0).toFixed(0);
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function perSecond(value: number): string {
  return `${value.toFixed(0)}/s`;
}

/** The first column to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    widths.map((width, column) => {
      const cell = row[column] ?? "";
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    }).join("  ").trimEnd()
  ).join("\n");
}
