import { type Database, openDatabase } from "@pms/lib/db";
import { createKafka, createLagReader, PATIENT_EVENTS } from "@pms/lib/events";
import { every, rest } from "@pms/lib/service";
import type { Logger } from "@pms/lib/telemetry";
import type { System } from "./system.ts";

const LOOK_EVERY_MS = 250;
/** Nothing may be on its way for so long: an abandoned request could still commit. */
const QUIET_MS = 1_500;

/** Resolves with the time until nothing is on its way any more, or with undefined when that takes too long. */
export async function settle(system: System, deadlineMs: number): Promise<number | undefined> {
  await using patient = openPatient(system);
  await using lag = createLagReader(
    createKafka({ brokers: system.brokers.split(","), clientId: "faults" }),
    "analytics",
    PATIENT_EVENTS,
  );
  const startMs = Date.now();
  let quietSinceMs: number | undefined;
  while (Date.now() - startMs < deadlineMs) {
    const quiet = await waitingRows(patient).catch(() => undefined) === 0 && await lag.read() === 0;
    quietSinceMs = quiet ? quietSinceMs ?? Date.now() : undefined;
    if (quietSinceMs !== undefined && Date.now() - quietSinceMs >= QUIET_MS) return quietSinceMs - startMs;
    await rest(LOOK_EVERY_MS, new AbortController().signal);
  }
  return undefined;
}

/** Looks again and again at the oldest row of the outbox, until disposed. */
export function watchOutbox(system: System, log: Logger): AsyncDisposable & { readonly longestMs: number } {
  const patient = openPatient(system);
  let longestMs = 0;
  const looking = every(LOOK_EVERY_MS, async () => {
    const [oldest] = await patient.query<{ ms: number | null }>`
      select (extract(epoch from clock_timestamp() - min(queued_at)) * 1000)::integer as ms from outbox`
      .catch(() => []); // PostgreSQL is away, as it may be.
    longestMs = Math.max(longestMs, oldest?.ms ?? 0);
  }, log);
  return {
    get longestMs() {
      return longestMs;
    },
    [Symbol.asyncDispose]: async () => {
      await looking[Symbol.asyncDispose]();
      await patient[Symbol.asyncDispose]();
    },
  };
}

function openPatient(system: System): Database {
  return openDatabase({ url: system.databaseUrl("patient"), poolMax: 1, applicationName: "faults watch" });
}

async function waitingRows({ query }: Database): Promise<number> {
  const [row] = await query<{ rows: number }>`select count(*)::integer as rows from outbox`;
  return row?.rows ?? 0;
}
