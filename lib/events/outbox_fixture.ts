import type { Database } from "../db/mod.ts";
import { testDatabase } from "../testing/mod.ts";

/** A database of the patient service with an empty outbox. Nobody registers there, so nothing else writes to it. */
export async function testOutbox(): Promise<Database & { readonly url: string }> {
  return await testDatabase("patient");
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
