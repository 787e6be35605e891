import type { Query } from "@pms/lib/db";
import type { PatientState } from "../domain/patient_state.ts";

/**
 * Takes over the states that are newer than the stored ones and moves the counts with them, all or none; returns how
 * many patients changed. Each patient who changed leaves the counts of the old state and enters those of the new one.
 * Patients and counts are locked in the order of their keys, so that two callers wait for each other only one way.
 */
export async function applyStates(query: Query, states: readonly PatientState[]): Promise<number> {
  const rows = states.map((state) => ({
    patient_id: state.patientId,
    version: state.version,
    birth_year: state.birthYear,
    sex: state.sex,
    city: state.city,
    country: state.country,
    created_at: new Date(state.createdAtMs).toISOString(),
    deleted: state.deleted,
  }));
  const [result] = await query<{ changed: number }>`
    with newest as (
      select distinct on (patient_id) *
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as given (
        patient_id uuid, version integer, birth_year integer, sex text, city text, country text,
        created_at timestamptz, deleted boolean
      )
      order by patient_id, version desc
    ), change as (
      insert into patient_state as stored
        (patient_id, version, birth_year, sex, city, country, created_at, deleted)
      select patient_id, version, birth_year, sex, city, country, created_at, deleted
      from newest
      order by patient_id
      on conflict (patient_id) do update set
        version = excluded.version, birth_year = excluded.birth_year, sex = excluded.sex, city = excluded.city,
        country = excluded.country, created_at = excluded.created_at, deleted = excluded.deleted
      where stored.version < excluded.version
      returning old as before, new as after
    ), step as (
      select -1 as step, (before).* from change where (before).patient_id is not null
      union all
      select 1, (after).* from change
    ), demographics as (
      insert into demographic_count as stored (dimension, key, count)
      select dimension, key, sum(step)
      from step cross join lateral (
        values ('sex', sex), ('birth_year', birth_year::text), ('country', country), ('city', city)
      ) as said (dimension, answer) cross join lateral (select coalesce(answer, 'unknown')) as counted (key)
      where not deleted
      group by dimension, key
      having sum(step) <> 0
      order by dimension, key
      on conflict (dimension, key) do update set count = stored.count + excluded.count
    ), registrations as (
      insert into registration_count as stored (quarter, count)
      select date_bin('15 minutes', created_at, '2000-01-01T00:00:00Z') as quarter, sum(step)
      from step
      group by quarter
      having sum(step) <> 0
      order by quarter
      on conflict (quarter) do update set count = stored.count + excluded.count
    )
    select count(*)::integer as changed from change`;
  return result?.changed ?? 0;
}
