import type { Query } from "../db/mod.ts";

/** What must follow one change, for one destination. `payload` holds what that destination needs, never a name. */
export interface OutboxRow {
  /** Orders the rows of one patient; across patients it says nothing, rows do not commit in this order. */
  readonly position: string;
  readonly eventId: string;
  readonly patientId: string;
  readonly payload: unknown;
  readonly traceparent: string | null;
}

export interface Refusal {
  readonly row: OutboxRow;
  /** In words, without anything about a person. */
  readonly reason: string;
}

/**
 * For the sessions of a relay. What they write is only that a row was delivered: should the server crash and forget it,
 * the row is delivered once more, so no commit waits for the disk. And statistics know the outbox as nearly empty: by
 * them PostgreSQL would fetch and sort all that waits for each batch, where walking the key can stop in time.
 */
export const RELAY_SETTINGS = { synchronous_commit: "off", enable_sort: "off" } as const;

/** A row refused this often is parked: only an operator sends it again. */
const ATTEMPTS_MAX = 5;

/**
 * The oldest rows of a destination, unless another session holds its relay lock: then none. The lock is asked for
 * anew with each look, so that a session that was lost, and its lock with it, can never believe it still has it.
 * Rows of a patient with a parked row wait behind it.
 */
export async function waitingRows(query: Query, destination: string, limit: number): Promise<OutboxRow[]> {
  return await query<OutboxRow>`
    select position::text, event_id, patient_id, payload, traceparent
    from outbox
    where (select pg_try_advisory_lock(hashtext('outbox relay'), hashtext(${destination})))
      and destination = ${destination}
      and parked_reason is null
      and not exists (
        select from outbox parked
        where parked.destination = outbox.destination
          and parked.patient_id = outbox.patient_id
          and parked.parked_reason is not null
      )
    order by outbox.position -- the bare name is the text selected above, and there 10 comes before 9
    limit ${limit}`;
}

export async function deleteRows(query: Query, destination: string, rows: readonly OutboxRow[]): Promise<void> {
  await query`
    delete from outbox
    where destination = ${destination}
      and position = any(${rows.map(({ position }) => position)}::text[]::bigint[])`;
}

/** Counts a try, and parks what had its last one. */
export async function refuseRows(query: Query, destination: string, refusals: readonly Refusal[]): Promise<void> {
  await query`
    update outbox set
      attempts = attempts + 1,
      parked_reason = case when attempts + 1 >= ${ATTEMPTS_MAX}::integer then refused.reason end
    from unnest(
      ${refusals.map(({ row }) => row.position)}::text[]::bigint[],
      ${refusals.map(({ reason }) => reason)}::text[]
    ) as refused (position, reason)
    where outbox.destination = ${destination} and outbox.position = refused.position`;
}
