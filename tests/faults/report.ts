import type { Report } from "./campaign.ts";
import { nameOf } from "./schedule.ts";

/** Of each kind of violation so many are shown; the ledger and the databases have the rest. */
const SHOWN_MAX = 5;

/** What a campaign did and found, for people. */
export function describe(report: Report): string {
  return [
    `\nwrites       ${counts(report.entries.map(({ intent, outcome }) => `${intent.kind} ${outcome.result}`))}`,
    `answers      ${[...report.answers].sort().map(([status, count]) => `${status}: ${count}`).join(", ")}`,
    `faults       ${counts(report.faults.map(nameOf))}`,
    ...(report.crashes > 0 ? [`crashes      ${report.crashes} at the crash point`] : []),
    `kept         ${report.patients} patients in ${report.versions} versions`,
    `topic        ${report.records} records, ${report.repeats} of them repeats`,
    `outbox       oldest row ${seconds(report.longestOutboxMs)}`,
    `settled      ${report.settledMs === undefined ? "never" : `after ${seconds(report.settledMs)}`}`,
    "\ntime to the first success after a fault",
    ...recoveryTable(report),
    ...violationLines(report.violations),
  ].join("\n");
}

function counts(names: readonly string[]): string {
  return [...Map.groupBy(names, (name) => name)].sort()
    .map(([name, group]) => `${name}: ${group.length}`).join(", ");
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function recoveryTable({ recoveries }: Report): string[] {
  const columns = (cells: readonly string[]) => cells.map((cell, index) => cell.padEnd(index === 0 ? 18 : 8)).join(" ");
  const rows = [...Map.groupBy(recoveries, ({ fault }) => fault)].sort().map(([fault, group]) => {
    const ms = group.flatMap(({ ms }) => ms ?? []).sort((one, other) => one - other);
    const at = (share: number) => {
      const value = ms[Math.max(0, Math.ceil(ms.length * share) - 1)];
      return value === undefined ? "–" : seconds(value);
    };
    const cut = group.length - ms.length;
    return columns([fault, at(0.5), at(0.95), at(1), cut > 0 ? `${cut} not seen before the end` : ""]).trimEnd();
  });
  return [columns(["", "p50", "p95", "max"]).trimEnd(), ...rows].map((line) => `  ${line}`);
}

/** The invariant is what stands before the colon. */
function violationLines(violations: readonly string[]): string[] {
  if (violations.length === 0) return ["\nno invariant was violated"];
  const groups = Map.groupBy(violations, (sentence) => sentence.slice(0, sentence.indexOf(":")));
  return [
    `\n${groups.size} invariants were violated, ${violations.length} times in all`,
    ...[...groups].flatMap(([invariant, group]) => [
      `  ${invariant} (${group.length} times)`,
      ...group.slice(0, SHOWN_MAX).map((sentence) => `    ${sentence.slice(invariant.length + 2)}`),
    ]),
  ];
}
