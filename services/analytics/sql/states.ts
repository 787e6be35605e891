import type { Query } from "@pms/lib/db";

/** How far analytics knows one patient. */
export interface KnownState {
  readonly patientId: string;
  readonly version: number;
  readonly deleted: boolean;
}

/** Up to `limit` patients in the order of their ids, that come after the one with the id `after`. */
export async function listKnown(query: Query, after: string | undefined, limit: number): Promise<KnownState[]> {
  return await query<KnownState>`
    select patient_id, version, deleted from patient_state
    where patient_id > ${after ?? "00000000-0000-0000-0000-000000000000"}
    order by patient_id
    limit ${limit}`;
}

/** How many counts are not what counting the patients one by one gives. One statement sees one moment. */
export async function countMiscounts(query: Query): Promise<number> {
  const [row] = await query<{ count: number }>`
    with recount as (
      select dimension, key, count(*) as count
      from patient_state cross join lateral (
        values ('sex', coalesce(sex, 'unknown')), ('birth_year', birth_year::text),
          ('country', coalesce(country, 'unknown')), ('city', coalesce(city, 'unknown'))
      ) as said (dimension, key)
      where not deleted
      group by dimension, key
      union all
      select 'registered', date_bin('15 minutes', created_at, '2000-01-01T00:00:00Z')::text, count(*)
      from patient_state
      group by 2
    ), kept as (
      select dimension, key, count from demographic_count where count <> 0
      union all
      select 'registered', quarter::text, count from registration_count where count <> 0
    )
    select count(*)::integer as count
    from recount full join kept on recount.dimension = kept.dimension and recount.key = kept.key collate "C"
    where recount.count is distinct from kept.count`;
  return row?.count ?? 0;
}
