import type { Query } from "@pms/lib/db";
import { DomainError } from "@pms/lib/errors";
import { findClaimed, insertPatient, type Registration } from "../sql/register_patient.ts";
import type { PatientRecord } from "./record.ts";

/**
 * Registers a patient. With a claim, however often it is repeated and by however many at once, there is one patient,
 * and every repeat gets the first answer; a claim used for another body is refused.
 */
export async function registerPatient(query: Query, registration: Registration): Promise<PatientRecord> {
  const added = await insertPatient(query, registration);
  if (added !== undefined) return added;
  const earlier = registration.claim === undefined ? undefined : await findClaimed(query, registration.claim);
  if (earlier === undefined) throw new Error("A registration was neither made nor found");
  if (earlier.sameBody) return earlier;
  throw new DomainError("idempotency-key-reused", "This Idempotency-Key was used for another body");
}
