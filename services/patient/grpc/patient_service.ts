import type { Query } from "@pms/lib/db";
import { unary } from "@pms/lib/grpc";
import { id, parse } from "@pms/lib/schema";
import { PatientService } from "@pms/proto";
import { patientNotFound } from "../domain/change_patient.ts";
import { findPatient } from "../sql/patients.ts";

const PatientId = id();

/** Patient's gRPC front door. */
export function patientService({ query }: { readonly query: Query }) {
  return [
    unary(PatientService.getPatientState, "service:patient.read", async (request) => {
      const record = await findPatient(query, parse(PatientId, request.patientId ?? ""));
      if (record === undefined) throw patientNotFound();
      return { patientId: record.id, version: record.version, deleted: record.deletedAt !== null };
    }),
  ];
}
