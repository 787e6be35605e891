import type { Query } from "@pms/lib/db";

/** Where one patient stands, as events tell it. */
export interface StateRow {
  readonly patientId: string;
  readonly version: number;
  /** What `patient_event()` says. */
  readonly event: {
    readonly birthYear: number;
    readonly sex: string;
    readonly city: string;
    readonly country: string;
    readonly createdAtMs: number;
    readonly deleted: boolean;
  };
}

/** Up to `limit` patients, deleted or not, in the order of their ids, that come after the one with the id `after`. */
export async function listStates(query: Query, after: string | undefined, limit: number): Promise<StateRow[]> {
  return await query<StateRow>`
    select id as patient_id, version, patient_event('updated', patient) as event
    from patient
    where id > ${after ?? "00000000-0000-0000-0000-000000000000"}
    order by id
    limit ${limit}`;
}

/** How many were ever registered, and how many of them are not deleted. */
export async function countPatients(query: Query): Promise<{ registered: number; live: number }> {
  const [counts] = await query<{ registered: number; live: number }>`
    select count(*)::integer as registered, (count(*) filter (where deleted_at is null))::integer as live from patient`;
  return { registered: counts?.registered ?? 0, live: counts?.live ?? 0 };
}
