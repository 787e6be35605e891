import type { Database } from "../db/mod.ts";
import { testDatabase } from "../testing/mod.ts";

/** A database with an empty outbox like that of the patient service, and nothing else that could write to it. */
export async function testOutbox(): Promise<Database & { readonly url: string }> {
  const database = await testDatabase("patient");
  await database.query`drop schema public cascade`;
  await database.query`create schema public`;
  await database.query`
    create table outbox (
      destination    text    not null,
      position       bigint  generated always as identity,
      event_id       uuid    not null default uuidv7(),
      patient_id     uuid    not null,
      payload        jsonb   not null,
      traceparent    text,
      attempts       integer not null default 0,
      parked_reason  text,
      queued_at      timestamptz(3) not null default now(),
      primary key (destination, position)
    )`;
  return database;
}

/** Queues one row for each number, all of one patient. */
export async function queue(
  { query }: Database,
  destination: string,
  patientId: string,
  versions: readonly number[],
): Promise<void> {
  await query`
    insert into outbox (destination, patient_id, payload, traceparent)
    select ${destination}, ${patientId}, jsonb_build_object('version', version), 'trace'
    from unnest(${versions.map(String)}::text[]::integer[]) with ordinality as given (version, place)
    order by place`;
}

export async function waiting({ query }: Database): Promise<number> {
  const [row] = await query<{ count: number }>`select count(*)::integer as count from outbox`;
  return row?.count ?? 0;
}
