import type { Query } from "@pms/lib/db";
import {
  answer,
  emptyAnswer,
  type Endpoint,
  endpoint,
  etag,
  notModified,
  pageOf,
  pageParameters,
  readPageToken,
} from "@pms/lib/http";
import { id, z } from "@pms/lib/schema";
import { patientNotFound } from "../domain/change_patient.ts";
import { Patient } from "../domain/patient.ts";
import { toPatient } from "../domain/record.ts";
import { findPatient, listPatients } from "../sql/patients.ts";

const PatientList = z.object({ patients: z.array(Patient), nextPageToken: z.string().optional() });
const LIST = "patients";

export function readPatientEndpoints({ query }: { readonly query: Query }): Endpoint[] {
  return [
    endpoint({
      method: "get",
      path: "/api/patients",
      operationId: "listPatients",
      summary: "Patients, oldest registration first",
      access: "patient:read",
      query: z.strictObject(pageParameters),
      answers: { 200: { description: "A page of patients", schema: PatientList } },
      problems: ["invalid-input"],
    }, async ({ query: { pageSize, pageToken } }) => {
      const found = await listPatients(query, readPageToken(LIST, pageToken), pageSize + 1);
      const { rows, nextPageToken } = pageOf(LIST, pageSize, found);
      return answer(200, { patients: rows.map(toPatient), nextPageToken });
    }),
    endpoint({
      method: "get",
      path: "/api/patients/{id}",
      operationId: "getPatient",
      summary: "One patient",
      access: "patient:read",
      params: z.object({ id: id() }),
      answers: { 200: { description: "The patient", schema: Patient }, 304: { description: "Not modified" } },
      problems: ["invalid-input", "patient-not-found"],
    }, async ({ params, request }) => {
      const record = await findPatient(query, params.id);
      if (record === undefined || record.deletedAt !== null) throw patientNotFound();
      const headers = { etag: etag(record.version) };
      if (notModified(request.headers, record.version)) return emptyAnswer(304, headers);
      return answer(200, toPatient(record), headers);
    }),
  ];
}
