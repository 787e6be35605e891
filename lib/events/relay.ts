import type { Database, Query } from "../db/mod.ts";
import { rest, withDeadline } from "../service/mod.ts";
import type { Logger } from "../telemetry/mod.ts";
import { deliverApart } from "./batch_refused.ts";
import { deleteRows, type OutboxRow, type Refusal, refuseRows, waitingRows } from "./outbox.ts";

/**
 * What became of a batch: rows the destination has for good, and rows it will not take. A row in neither list was not
 * answered: that counts as a try too.
 */
export interface Delivery {
  readonly delivered: readonly OutboxRow[];
  readonly refused: readonly Refusal[];
}

/**
 * Hands rows to their destination. Has its own deadline; rejects with `BatchRefused` when one of the rows makes the
 * destination refuse them all, and with anything else when the destination cannot be reached: that counts for no row.
 */
export type Deliver = (rows: readonly OutboxRow[]) => Promise<Delivery>;

export interface RelayOptions {
  /** A pool of its own with one connection: the relay's lock lives in its session. */
  readonly database: Database;
  readonly destination: string;
  readonly deliver: Deliver;
  readonly batchMax: number;
  readonly log: Logger;
}

export interface Relay extends AsyncDisposable {
  /** Something was committed: look at once instead of at the next poll. A lost wake-up costs `POLL_MS`. */
  wake(): void;
}

const POLL_MS = 200;
/** After a batch that was not full, this long the next rows gather; one that comes alone never waits. */
const GATHER_MS = 25;
/** Well within the time that `RELAY_SETTINGS` grants a silent session. */
const PULSE_MS = 1_000;
const BACKOFF_MS_MAX = 2_000;
const STOP_DEADLINE_MS = 1_000;

/** One loop for one destination, until disposed. Of several relays on one database only one delivers at a time. */
export function startRelay(options: RelayOptions): Relay {
  const { destination, batchMax, log } = options;
  const stop = new AbortController();
  let woken = Promise.withResolvers<void>();
  const wake = () => woken.resolve();
  const running = run();

  async function run(): Promise<void> {
    let failures = 0;
    while (!stop.signal.aborted) {
      woken = Promise.withResolvers();
      let taken = 0;
      try {
        taken = await relayBatch(options);
        failures = 0;
      } catch (error) {
        failures++;
        log.warn("relay could not deliver", { destination, attempt: failures, error });
      }
      if (failures > 0) await rest(Math.min(100 * 2 ** failures, BACKOFF_MS_MAX), stop.signal);
      else if (taken < batchMax) {
        // A batch costs nearly as much for one row as for fifty, here and at its destination: let some come together.
        if (taken > 0) await rest(GATHER_MS, stop.signal);
        await Promise.race([woken.promise, rest(POLL_MS, stop.signal)]);
      }
    }
  }

  return {
    wake,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      wake();
      // What a destination has not answered by then is sent again by the next start.
      await withDeadline(running, STOP_DEADLINE_MS, "The relay").catch(() =>
        log.warn("relay was cut", { destination })
      );
    },
  };
}

/**
 * Hands the oldest waiting rows to their destination and returns how many it took on. No transaction stays open
 * across the delivery; a crash after it sends the rows again, which receivers bear: they compare versions.
 */
export async function relayBatch(options: RelayOptions): Promise<number> {
  const { database: { query }, destination, deliver, batchMax, log } = options;
  const rows = await waitingRows(query, destination, batchMax);
  if (rows.length === 0) return 0;

  const { delivered, refused } = await whileAwake(query, () => deliverApart(rows, deliver));
  if (delivered.length > 0) await deleteRows(query, destination, delivered);
  const failed = [...refused, ...unanswered(rows, { delivered, refused })];
  if (failed.length > 0) {
    const parked = await refuseRows(query, destination, failed);
    log.warn("destination refused rows", { destination, count: failed.length });
    if (parked > 0) log.error("rows parked", { destination, count: parked });
  }
  return delivered.length;
}

/** The server ends a session that is silent for long, and with it the lock: this one only waits for somebody else. */
async function whileAwake<T>(query: Query, work: () => Promise<T>): Promise<T> {
  const pulse = setInterval(() => void query`select 1`.catch(() => {}), PULSE_MS);
  try {
    return await work();
  } finally {
    clearInterval(pulse);
  }
}

/** The rows that the destination said nothing about, but for those that only waited behind a row of their patient. */
function unanswered(rows: readonly OutboxRow[], { delivered, refused }: Delivery): Refusal[] {
  const arrived = new Set(delivered.map(({ position }) => position));
  const held = new Set(refused.map(({ row }) => row.patientId));
  return rows.flatMap((row) => {
    if (arrived.has(row.position) || held.has(row.patientId)) return [];
    held.add(row.patientId);
    return [{ row, reason: "The destination did not say what became of it" }];
  });
}
