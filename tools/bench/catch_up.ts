import type { Bench } from "./comparisons.ts";
import { queueRegistrations } from "./fill.ts";
import { until } from "./following.ts";

/** What relay and analytics do when much is waiting. */
export interface CatchUp {
  readonly events: number;
  /** From the commit of all of them until the last one was in Kafka, */
  readonly relayMs: number;
  readonly relayPerSecond: number;
  /** until billing had the last account, */
  readonly accountsMs: number;
  readonly accountsPerSecond: number;
  /** and from the moment analytics went on until its lag was 0: its group may have to take it in again first. */
  readonly lagZeroMs: number;
  /** Once it had begun. */
  readonly appliedPerSecond: number;
  /** Processor time of each part for one event and one account, in microseconds. */
  readonly cpuUs: Readonly<Record<string, number>>;
}

const DEADLINE_MS = 600_000;

/** Analytics stands still while the events are queued and sent, and then goes on. */
export async function measureCatchUp({ system, meter, api, following }: Bench, events: number): Promise<CatchUp> {
  const summary = () => api.get("/api/analytics/summary");
  const { patientsTotal } = await summary();
  const pid = await system.pidOf("analytics");
  let relayMs = 0;
  let accountsMs = 0;
  let cpuUs: Record<string, number>;
  Deno.kill(pid, "SIGSTOP");
  try {
    await queueRegistrations(system.databaseUrl("patient"), events);
    cpuUs = await meter.cpuUsOf(events, async () => {
      [relayMs, accountsMs] = await Promise.all([following.caughtUp("kafka"), following.caughtUp("billing")]);
    });
  } finally {
    Deno.kill(pid, "SIGCONT");
  }

  const seen: { readonly atMs: number; readonly total: number }[] = [];
  const lagZeroMs = await until(DEADLINE_MS, async () => {
    const now = await summary();
    seen.push({ atMs: performance.now(), total: now.patientsTotal - patientsTotal });
    return now.patientsTotal >= patientsTotal + events && now.eventLag === 0;
  });
  const last = seen.at(-1);
  const first = seen.findLast(({ total }) => total === 0) ?? seen[0];
  const full = seen.find(({ total }) => total >= events) ?? last;
  return {
    events,
    relayMs,
    relayPerSecond: perSecond(events, relayMs),
    accountsMs,
    accountsPerSecond: perSecond(events, accountsMs),
    lagZeroMs,
    appliedPerSecond: perSecond(events - (first?.total ?? 0), (full?.atMs ?? 0) - (first?.atMs ?? 0)),
    cpuUs,
  };
}

function perSecond(count: number, ms: number): number {
  return count / Math.max(1, ms) * 1_000;
}
