import { createHash } from "node:crypto";
import type { Query } from "@pms/lib/db";
import { answer, type Endpoint, endpoint, pageMembers, pageOf, pageParameters, readPageToken } from "@pms/lib/http";
import { z } from "@pms/lib/schema";
import { Patient, PatientFilters, PatientSort } from "../domain/patient.ts";
import { toPatient } from "../domain/record.ts";
import { type Filters, listPatients, type Sort } from "../sql/list_patients.ts";

const PatientList = z.object({ patients: z.array(Patient), nextPageToken: z.string().optional() }).meta({
  id: "PatientList",
});
const answers = { 200: { description: "A page of patients", schema: PatientList } };

export function listPatientEndpoints({ query }: { readonly query: Query }): Endpoint[] {
  async function page(
    filters: Filters,
    { pageSize, pageToken, sort }: { pageSize: number; pageToken?: string | undefined; sort?: Sort | undefined },
  ): Promise<Response> {
    const list = listName(filters, sort);
    const after = readPageToken(list, pageToken);
    const found = await listPatients(query, { filters, sort, after, limit: pageSize + 1 });
    const { rows, nextPageToken } = pageOf(list, pageSize, found);
    return answer(200, { patients: rows.map(toPatient), nextPageToken });
  }

  return [
    endpoint({
      method: "get",
      path: "/api/patients",
      operationId: "listPatients",
      summary: "Patients, oldest registration first",
      access: "patient:read",
      query: z.strictObject({ ...pageParameters, sort: PatientSort.optional() }),
      answers,
    }, ({ query }) => page({}, query)),

    // A search is a POST: nothing about a person may stand in a URL.
    endpoint({
      method: "post",
      path: "/api/patients/search",
      operationId: "searchPatients",
      summary: "Patients who match all that is given, exactly but for the case of letters",
      access: "patient:read",
      body: {
        type: "application/json",
        schema: z.strictObject({ ...PatientFilters.shape, ...pageMembers, sort: PatientSort.optional() }).meta({
          examples: [{ name: "ada example", dateOfBirth: "1990-12-10" }],
        }),
      },
      answers,
    }, ({ body: { pageSize, pageToken, sort, ...filters } }) => page(filters, { pageSize, pageToken, sort })),
  ];
}

/** Which list a page token belongs to. Of the filters only a few bits of a digest: a token tells nothing about a person. */
function listName(filters: Filters, sort: Sort | undefined): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined).sort();
  const digest = createHash("sha256").update(JSON.stringify(given)).digest("hex").slice(0, 4);
  return `patients/${sort ?? "id"}/${digest}`;
}
