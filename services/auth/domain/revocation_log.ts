import { createRevocations, type Revocation } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { rest } from "@pms/lib/service";
import type { Logger } from "@pms/lib/telemetry";
import { listRevocations } from "../sql/revocations.ts";

/** What follows in the log, or nothing, which is a sign of life. */
export interface RevocationBatch {
  readonly revocations: readonly Revocation[];
  /** Where the log stands after them. */
  readonly position: number;
  /** Whether that is its end. */
  readonly complete: boolean;
}

/** The log of revocations as this process has read it; whoever follows it costs the database nothing more. */
export interface RevocationLog extends AsyncDisposable {
  /** Whether the session has ended: for auth's own doors. */
  has(sessionId: string): boolean;
  /** Whether the log was read once. */
  known(): boolean;
  /** What follows a position, then whatever comes, and a sign of life each second in which the log could be read. */
  watch(since: number, signal: AbortSignal): AsyncIterable<RevocationBatch>;
}

const READ_EVERY_MS = 250;
const SIGN_OF_LIFE_MS = 1_000;
const BATCH_MAX = 1_000;

interface Entry {
  readonly position: number;
  readonly sessionId: string;
  /** On the clock of performance.now(): how old it is the database says, whatever time it is here. */
  readonly forgetAtMs: number;
}

function toRevocation({ sessionId, forgetAtMs }: Entry): Revocation {
  return { sessionId, keepMs: Math.round(forgetAtMs - performance.now()) };
}

/** Reads the log again and again. A revocation is kept for `keepS` seconds, by then no token of its session is good. */
export function followRevocations(query: Query, keepS: number, log: Logger): RevocationLog {
  const stop = new AbortController();
  const revocations = createRevocations();
  let entries: Entry[] = [];
  let position = 0;
  let known = false;
  let reading = Promise.withResolvers<void>();

  async function read(): Promise<void> {
    let more: Entry[];
    do {
      more = (await listRevocations(query, position, BATCH_MAX)).map(({ ageMs, ...entry }) => ({
        ...entry,
        forgetAtMs: performance.now() + keepS * 1_000 - ageMs,
      }));
      entries.push(...more);
      revocations.add(more.map(toRevocation));
      position = more.at(-1)?.position ?? position;
    } while (more.length === BATCH_MAX);
    if ((entries[0]?.forgetAtMs ?? Infinity) <= performance.now()) {
      entries = entries.filter(({ forgetAtMs }) => forgetAtMs > performance.now());
    }
    known = true;
    reading.resolve();
    reading = Promise.withResolvers();
  }

  const running = (async () => {
    while (!stop.signal.aborted) {
      await read().catch((error: unknown) => log.warn("revocations could not be read", { error }));
      await rest(READ_EVERY_MS, stop.signal);
    }
  })();

  /** Resolves after the next time that the log was read, or when the signal fires. */
  async function nextReading(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const done = () => resolve();
    signal.addEventListener("abort", done);
    if (!signal.aborted) await Promise.race([reading.promise, promise]);
    signal.removeEventListener("abort", done);
  }

  async function* watch(since: number, signal: AbortSignal): AsyncGenerator<RevocationBatch> {
    // What was read before the call may be old: the database may be away.
    await nextReading(signal);
    // Who is ahead of the log has followed another one, before a backup was brought back.
    let at = since > position ? 0 : since;
    let saidAtMs = -Infinity;
    while (!signal.aborted) {
      const from = entries.findLastIndex((entry) => entry.position <= at) + 1;
      const batch = entries.slice(from, from + BATCH_MAX);
      const complete = from + batch.length === entries.length;
      if (batch.length > 0 || performance.now() >= saidAtMs + SIGN_OF_LIFE_MS) {
        at = complete ? position : batch.at(-1)?.position ?? at;
        saidAtMs = performance.now();
        yield { revocations: batch.map(toRevocation), position: at, complete };
      }
      if (complete) await nextReading(signal);
    }
  }

  return {
    has: (sessionId) => revocations.has(sessionId),
    known: () => known,
    watch,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
}
