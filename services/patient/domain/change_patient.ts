import type { Database } from "@pms/lib/db";
import { DomainError, staleVersion } from "@pms/lib/errors";
import { type Change, lockPatient, savePatient } from "../sql/patients.ts";
import { type PatientRecord, sameDetails } from "./record.ts";

export interface ChangeRequest extends Change {
  readonly id: string;
  /** The version that the client's `If-Match` asks for; any when left out. */
  readonly version: number | undefined;
  /** The record after the change. Throws when it may not be made. */
  readonly decide: (current: PatientRecord) => PatientRecord;
}

/** Changes a patient, one change after another. A change that changes nothing makes no version and no event. */
export async function changePatient(database: Database, request: ChangeRequest): Promise<PatientRecord> {
  return await database.transaction(async (query) => {
    const current = await lockPatient(query, request.id);
    if (current === undefined) throw patientNotFound();
    if (current.deletedAt !== null && request.kind !== "restored") throw patientNotFound();
    if (request.version !== undefined && request.version !== current.version) throw staleVersion();
    const next = request.decide(current);
    const unchanged = sameDetails(current, next) && (current.deletedAt === null) === (next.deletedAt === null);
    return unchanged ? current : await savePatient(query, next, request);
  });
}

/** Also for a deleted patient: who may not restore cannot tell the one from the other. */
export function patientNotFound(): DomainError {
  return new DomainError("patient-not-found", "There is no patient with this id");
}
