import type { Query } from "@pms/lib/db";
import type { PatientRecord } from "../domain/record.ts";

/** The record, also of a deleted patient. */
export async function findPatient(query: Query, id: string): Promise<PatientRecord | undefined> {
  const [record] = await query<PatientRecord>`select * from patient where id = ${id}`;
  return record;
}

/** The same, and nobody else changes it before this transaction ends. */
export async function lockPatient(query: Query, id: string): Promise<PatientRecord | undefined> {
  const [record] = await query<PatientRecord>`select * from patient where id = ${id} for update`;
  return record;
}

export interface Change {
  readonly kind: "updated" | "deleted" | "restored";
  readonly changedBy: string;
  readonly traceparent: string;
}

/** Saves the next state of a record that `lockPatient` holds, as a version of its own, with the event that follows. */
export async function savePatient(query: Query, next: PatientRecord, change: Change): Promise<PatientRecord> {
  const [record] = await query<PatientRecord>`
    with saved as (
      update patient set
        name = ${next.name},
        family_name = ${next.familyName},
        given_name = ${next.givenName},
        date_of_birth = ${next.dateOfBirth},
        sex = ${next.sex},
        email = ${next.email},
        phone = ${next.phone},
        address = ${next.address},
        city = ${next.city},
        postal_code = ${next.postalCode},
        country = ${next.country},
        language = ${next.language},
        registered_date = ${next.registeredDate},
        deleted_at = ${next.deletedAt},
        version = version + 1,
        updated_at = greatest(now(), updated_at)
      where id = ${next.id}
      returning *
    ), versioned as (
      insert into patient_version (patient_id, version, record, changed_by)
      select id, version, to_jsonb(saved), ${change.changedBy} from saved
    ), queued as (
      insert into outbox (destination, patient_id, payload, traceparent)
      select 'kafka', id, patient_event(${change.kind}, saved), ${change.traceparent} from saved
    )
    select * from saved`;
  if (record === undefined) throw new Error("A locked patient is gone");
  return record;
}
