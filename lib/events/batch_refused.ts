import type { Deliver, Delivery } from "./relay.ts";
import type { OutboxRow } from "./outbox.ts";

/** The destination will never take what it was handed, as long as it is handed over together. */
export class BatchRefused extends Error {
  override readonly name = "BatchRefused";

  /** `reason` is kept with the row that is to blame: in words, without anything about a person. */
  constructor(readonly reason: string, options: ErrorOptions = {}) {
    super(reason, options);
  }
}

/**
 * Delivers a batch, and where it is refused as a whole, its halves: what is to blame is found in a few calls, and all
 * others arrive. Behind a row that is not delivered no later row of its patient is sent.
 */
export async function deliverApart(rows: readonly OutboxRow[], deliver: Deliver): Promise<Delivery> {
  try {
    return await deliver(rows);
  } catch (error) {
    if (!(error instanceof BatchRefused)) throw error;
    const [only] = rows;
    if (only !== undefined && rows.length === 1) {
      return { delivered: [], refused: [{ row: only, reason: error.reason }] };
    }
  }
  const middle = Math.ceil(rows.length / 2);
  const first = rows.slice(0, middle);
  const early = await deliverApart(first, deliver);
  const arrived = new Set(early.delivered.map(({ position }) => position));
  const held = new Set(first.filter(({ position }) => !arrived.has(position)).map(({ patientId }) => patientId));
  const second = rows.slice(middle).filter(({ patientId }) => !held.has(patientId));
  if (second.length === 0) return early;
  const late = await deliverApart(second, deliver);
  return { delivered: [...early.delivered, ...late.delivered], refused: [...early.refused, ...late.refused] };
}
