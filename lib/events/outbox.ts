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
 * them PostgreSQL would fetch and sort all that waits for each batch, where walking the key can stop in time. Nor may it
 * keep a plan: one made while the outbox was empty looks at every row for every row, once there are many.
 *
 * The relay's lock goes with its session. A process that was killed is noticed at once; one that hangs, or whose network
 * is gone, would keep its session for hours: the server ends it after three seconds of silence, and cuts a connection
 * that leaves its answer unread for as long. So another relay delivers within five.
 */
export const RELAY_SETTINGS = {
  synchronous_commit: "off",
  enable_sort: "off",
  plan_cache_mode: "force_custom_plan",
  idle_session_timeout: "3s",
  tcp_user_timeout: "3s",
} as const;

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

/** Counts a try, parks what had its last one, and returns how many it parked. */
export async function refuseRows(query: Query, destination: string, refusals: readonly Refusal[]): Promise<number> {
  const rows = await query<{ parked: boolean }>`
    update outbox set
      attempts = attempts + 1,
      parked_reason = case when attempts + 1 >= ${ATTEMPTS_MAX}::integer then refused.reason end
    from unnest(
      ${refusals.map(({ row }) => row.position)}::text[]::bigint[],
      ${refusals.map(({ reason }) => reason)}::text[]
    ) as refused (position, reason)
    where outbox.destination = ${destination} and outbox.position = refused.position
    returning parked_reason is not null as parked`;
  return rows.filter(({ parked }) => parked).length;
}

export interface OutboxState {
  /** At most `DEPTH_MAX`. */
  readonly depth: number;
  /** Of the oldest row that is not parked, in seconds; 0 when there is none. */
  readonly oldestAgeS: number;
  readonly parked: number;
}

/** Counting is not to be a burden just when there is much to count. */
const DEPTH_MAX = 1_000_000;

export async function outboxState(query: Query, destination: string): Promise<OutboxState> {
  const [state] = await query<OutboxState>`
    select
      (select count(*) from (select from outbox where destination = ${destination} limit ${DEPTH_MAX}) as bounded)::integer
        as depth,
      coalesce((
        select greatest(0, extract(epoch from now() - queued_at)) from outbox
        where destination = ${destination} and parked_reason is null
        order by position limit 1
      ), 0)::float8 as oldest_age_s,
      (select count(*) from outbox where destination = ${destination} and parked_reason is not null)::integer as parked`;
  return state ?? { depth: 0, oldestAgeS: 0, parked: 0 };
}

export interface ParkedRow {
  readonly destination: string;
  readonly position: string;
  readonly patientId: string;
  readonly attempts: number;
  readonly reason: string;
  readonly queuedAt: Date;
  /** Later rows of the same patient that wait behind it. */
  readonly behind: number;
}

/** Parked rows, of one destination or of all, the oldest first. */
export async function parkedRows(query: Query, destination: string | undefined, limit: number): Promise<ParkedRow[]> {
  return await query<ParkedRow>`
    with parked as materialized (
      select destination, position, patient_id, attempts, parked_reason, queued_at
      from outbox
      where parked_reason is not null and (${destination ?? null}::text is null or destination = ${destination ?? null})
      order by queued_at, destination, position
      limit ${limit}
    ), waiting as (
      select parked.destination, parked.position, count(*) as count
      from parked join outbox later using (destination, patient_id)
      where later.position > parked.position
      group by parked.destination, parked.position
    )
    select destination, position::text, patient_id, attempts, parked_reason as reason, queued_at,
      coalesce(waiting.count, 0)::integer as behind
    from parked left join waiting using (destination, position)
    order by queued_at, destination, parked.position`;
}

/** Lets parked rows be tried again, all of a destination or just those at these positions; returns how many. */
export async function resendRows(
  query: Query,
  destination: string,
  positions: readonly string[] | "all",
): Promise<number> {
  const chosen = positions === "all" ? null : positions;
  const rows = await query`
    update outbox set parked_reason = null, attempts = 0
    where destination = ${destination} and parked_reason is not null
      and (${chosen}::text[] is null or position = any(${chosen}::text[]::bigint[]))
    returning 1 as resent`;
  return rows.length;
}
