import type { IdempotencyClaim, Query } from "@pms/lib/db";
import type { PatientRecord } from "../domain/record.ts";
import type { NewPatient } from "../domain/patient.ts";

export interface Registration {
  readonly patient: NewPatient;
  /** Who registers: the subject of the token. */
  readonly changedBy: string;
  readonly traceparent: string;
  readonly claim?: IdempotencyClaim;
}

/**
 * Adds a patient, the first version and what must follow, in one round trip: all of it or none. Undefined when the
 * claim is taken by an earlier registration; while that one is still running, this waits for it.
 */
export async function insertPatient(query: Query, registration: Registration): Promise<PatientRecord | undefined> {
  const { patient, changedBy, traceparent, claim } = registration;
  const [record] = await query<PatientRecord>`
    with claimed as (
      insert into idempotency_key (subject, operation, key, body_digest, patient_id)
      select ${claim?.subject ?? null}, ${claim?.operation ?? null}, ${claim?.key ?? null}::text,
        ${claim?.bodyDigest ?? null}::bytea, uuidv7()
      where ${claim?.key ?? null}::text is not null
      on conflict (subject, operation, key) do update
        set body_digest = excluded.body_digest, patient_id = excluded.patient_id, created_at = excluded.created_at
        where idempotency_key.created_at < now() - interval '24 hours'
      returning patient_id
    ), identified as (
      select patient_id from claimed
      union all
      select uuidv7() where ${claim?.key ?? null}::text is null
    ), added as (
      insert into patient (
        id, name, family_name, given_name, date_of_birth, sex, email, phone, address, city, postal_code, country,
        language, registered_date
      )
      select patient_id, ${patient.name}, ${patient.familyName ?? null}, ${patient.givenName ?? null},
        ${patient.dateOfBirth}, ${patient.sex ?? null}, ${patient.email ?? null}, ${patient.phone ?? null},
        ${patient.address ?? null}, ${patient.city ?? null}, ${patient.postalCode ?? null}, ${patient.country ?? null},
        ${patient.language ?? null}, coalesce(${patient.registeredDate ?? null}, (now() at time zone 'utc')::date)
      from identified
      returning *
    ), versioned as (
      insert into patient_version (patient_id, version, record, changed_by)
      select id, version, to_jsonb(added), ${changedBy} from added
    ), queued as (
      insert into outbox (destination, patient_id, payload, traceparent)
      select destination, id, payload, ${traceparent}
      from added, lateral (
        values
          ('billing', '{}'::jsonb),
          ('kafka', patient_event('registered', added))
      ) as following (destination, payload)
    )
    select * from added`;
  return record;
}

/** The first version of the patient that a claim led to, and whether it was for the same body. */
export async function findClaimed(
  query: Query,
  { subject, operation, key, bodyDigest }: IdempotencyClaim,
): Promise<PatientRecord & { readonly sameBody: boolean } | undefined> {
  const [record] = await query<PatientRecord & { readonly sameBody: boolean }>`
    select first.*, claimed.body_digest = ${bodyDigest}::bytea as same_body
    from idempotency_key claimed
    join patient_version on patient_version.patient_id = claimed.patient_id and patient_version.version = 1,
    lateral jsonb_populate_record(null::patient, patient_version.record) as first
    where claimed.subject = ${subject} and claimed.operation = ${operation} and claimed.key = ${key}`;
  return record;
}
