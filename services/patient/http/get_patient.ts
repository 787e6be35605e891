import type { Query } from "@pms/lib/db";
import { answer, emptyAnswer, type Endpoint, endpoint, etag, notModified } from "@pms/lib/http";
import { id, z } from "@pms/lib/schema";
import { patientNotFound } from "../domain/change_patient.ts";
import { Patient } from "../domain/patient.ts";
import { toPatient } from "../domain/record.ts";
import { findPatient } from "../sql/patients.ts";

export function getPatientEndpoint({ query }: { readonly query: Query }): Endpoint {
  return endpoint({
    method: "get",
    path: "/api/patients/{id}",
    operationId: "getPatient",
    summary: "One patient",
    access: "patient:read",
    params: z.object({ id: id() }),
    headers: ["If-None-Match"],
    answers: {
      200: { description: "The patient", schema: Patient, headers: ["ETag"] },
      304: { description: "Not modified", headers: ["ETag"] },
    },
    problems: ["patient-not-found"],
  }, async ({ params, request }) => {
    const record = await findPatient(query, params.id);
    if (record === undefined || record.deletedAt !== null) throw patientNotFound();
    const headers = { etag: etag(record.version) };
    if (notModified(request.headers, record.version)) return emptyAnswer(304, headers);
    return answer(200, toPatient(record), headers);
  });
}
