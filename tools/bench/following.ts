import { type Database, openDatabase } from "@pms/lib/db";
import type { Api } from "./api.ts";
import { PERSON, personBody } from "./person.ts";
import type { System } from "./system.ts";

/** How long after the answer to a registration its billing account and its event were there. */
export interface Ages {
  readonly samples: number;
  readonly accountP50Ms: number;
  readonly accountMaxMs: number;
  readonly eventP50Ms: number;
  readonly eventMaxMs: number;
}

/** What follows registrations, seen from the databases in which it arrives. */
export interface Following extends AsyncDisposable {
  /** Registers people one after another while the load runs, and waits for what follows each of them. */
  watch<T>(load: () => Promise<T>): Promise<{ readonly result: T; readonly ages: Ages }>;
  /** Resolves when nothing waits any more, with the time that took. */
  caughtUp(destination: "billing" | "kafka"): Promise<number>;
}

const LOOK_EVERY_MS = 5;
const PROBE_EVERY_MS = 150;
const PROBE_DEADLINE_MS = 30_000;
const CATCH_UP_DEADLINE_MS = 600_000;
/** Above the numbers of all loads. */
const FIRST_NUMBER = 2_000_000_000;

export function followRegistrations(system: System, api: Api): Following {
  const open = (name: "patient" | "billing" | "analytics") =>
    openDatabase({ url: system.databaseUrl(name), poolMax: 1, applicationName: "bench" });
  const patient = open("patient");
  const billing = open("billing");
  const analytics = open("analytics");
  let number = FIRST_NUMBER;

  async function probe(): Promise<{ account: number; event: number }> {
    const { id } = await api.post("/api/patients", personBody(PERSON, ++number));
    const [account, event] = await Promise.all([
      until(PROBE_DEADLINE_MS, async () => has(await billing.query`select from account where patient_id = ${id}`)),
      until(PROBE_DEADLINE_MS, async () => {
        return has(await analytics.query`select from patient_state where patient_id = ${id}`);
      }),
    ]);
    return { account, event };
  }

  return {
    watch: async (load) => {
      let running = true;
      const loading = load().finally(() => running = false);
      const found: { account: number; event: number }[] = [];
      while (running) {
        found.push(await probe());
        await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
      }
      const accounts = found.map(({ account }) => account).sort((one, other) => one - other);
      const events = found.map(({ event }) => event).sort((one, other) => one - other);
      const ages = {
        samples: found.length,
        accountP50Ms: middle(accounts),
        accountMaxMs: accounts.at(-1) ?? 0,
        eventP50Ms: middle(events),
        eventMaxMs: events.at(-1) ?? 0,
      };
      return { result: await loading, ages };
    },
    caughtUp: (destination) =>
      until(CATCH_UP_DEADLINE_MS, async () => {
        return !has(await patient.query`select from outbox where destination = ${destination} limit 1`);
      }),
    [Symbol.asyncDispose]: async () => {
      const databases: Database[] = [patient, billing, analytics];
      await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()));
    },
  };
}

/** Milliseconds until the check holds. */
export async function until(deadlineMs: number, check: () => Promise<boolean>): Promise<number> {
  const startedMs = performance.now();
  while (!await check()) {
    if (performance.now() - startedMs > deadlineMs) throw new Error(`What follows did not arrive in ${deadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return performance.now() - startedMs;
}

function has(rows: readonly unknown[]): boolean {
  return rows.length > 0;
}

function middle(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
