import type { Query } from "@pms/lib/db";
import { DomainError } from "@pms/lib/errors";
import { serverStream, unary } from "@pms/lib/grpc";
import { id, parse } from "@pms/lib/schema";
import { PatientService, type PatientSnapshot } from "@pms/proto";
import { patientNotFound } from "../domain/change_patient.ts";
import { findPatient } from "../sql/patients.ts";
import { countPatients, listStates, type StateRow } from "../sql/states.ts";

const PatientId = id();
const RECONCILE = "service:patient.reconcile";
const PAGE_MAX = 1_000;

/** Patient's gRPC front door. */
export function patientService({ query }: { readonly query: Query }) {
  return [
    unary(PatientService.getPatientState, "service:patient.read", async (request) => {
      const record = await findPatient(query, parse(PatientId, request.patientId ?? ""));
      if (record === undefined) throw patientNotFound();
      return { patientId: record.id, version: record.version, deleted: record.deletedAt !== null };
    }),
    serverStream(PatientService.listPatientStates, RECONCILE, async function* (request) {
      const pageSize = request.pageSize ?? 0;
      if (pageSize < 1 || pageSize > PAGE_MAX) {
        throw new DomainError("invalid-input", `A page may have 1 to ${PAGE_MAX} patients`);
      }
      let after: string | undefined;
      // A statement for each page: one for all would hold back the cleaning of every table for as long as somebody reads.
      for (;;) {
        const rows = await listStates(query, after, pageSize);
        after = rows.at(-1)?.patientId;
        if (after === undefined) return;
        yield { patients: rows.map(toSnapshot) };
      }
    }),
    unary(PatientService.countPatients, RECONCILE, () => countPatients(query)),
  ];
}

function toSnapshot({ patientId, version, event }: StateRow): PatientSnapshot {
  const { birthYear, sex, city, country, createdAtMs, deleted } = event;
  return { patientId, version, state: { birthYear, sex, city, country, createdAtMs, deleted } };
}
