import type { Database } from "@pms/lib/db";
import { DomainError } from "@pms/lib/errors";
import type { Relay } from "@pms/lib/events";
import { answer, emptyAnswer, type Endpoint, endpoint, etag, ifMatch, type Input } from "@pms/lib/http";
import { id, z } from "@pms/lib/schema";
import { changePatient, type ChangeRequest } from "../domain/change_patient.ts";
import { Patient, PatientPatch, PatientReplacement } from "../domain/patient.ts";
import { patched, type PatientRecord, replaced, toPatient } from "../domain/record.ts";

export interface ChangeDeps {
  readonly database: Database;
  readonly relays: readonly Pick<Relay, "wake">[];
}

const PathParams = z.object({ id: id() });
const changed = { description: "The patient after the change", schema: Patient, headers: ["ETag"] } as const;
const headers = ["If-Match"] as const;
const problems = ["patient-not-found", "stale-version"] as const;

export function changePatientEndpoints({ database, relays }: ChangeDeps): Endpoint[] {
  async function change(
    { params, request, caller, traceparent }: Omit<
      Input<typeof PathParams, z.ZodUndefined, z.ZodUndefined>,
      "body" | "query"
    >,
    what: Pick<ChangeRequest, "kind" | "decide">,
  ): Promise<PatientRecord> {
    const version = ifMatch(request.headers);
    const record = await changePatient(database, {
      ...what,
      id: params.id,
      version,
      changedBy: caller.subject,
      traceparent,
    });
    for (const relay of relays) relay.wake();
    return record;
  }

  return [
    endpoint({
      method: "put",
      path: "/api/patients/{id}",
      operationId: "replacePatient",
      summary: "Replace a patient's record",
      access: "patient:write",
      params: PathParams,
      body: { type: "application/json", schema: PatientReplacement },
      headers,
      answers: { 200: changed },
      problems,
    }, async (input) => {
      const decide = (current: PatientRecord) => ({ ...current, ...replaced(current, input.body) });
      return recordAnswer(await change(input, { kind: "updated", decide }));
    }),
    endpoint({
      method: "patch",
      path: "/api/patients/{id}",
      operationId: "patchPatient",
      summary: "Change some members of a patient's record",
      access: "patient:write",
      params: PathParams,
      body: { type: "application/merge-patch+json", schema: PatientPatch },
      headers,
      answers: { 200: changed },
      problems,
    }, async (input) => {
      const decide = (current: PatientRecord) => ({ ...current, ...patched(current, input.body) });
      return recordAnswer(await change(input, { kind: "updated", decide }));
    }),
    endpoint({
      method: "delete",
      path: "/api/patients/{id}",
      operationId: "deletePatient",
      summary: "Delete a patient; the record can be restored",
      access: "patient:write",
      params: PathParams,
      headers,
      answers: { 204: { description: "Deleted" } },
      problems,
    }, async (input) => {
      const decide = (current: PatientRecord) => ({ ...current, deletedAt: new Date() });
      await change(input, { kind: "deleted", decide });
      return emptyAnswer(204);
    }),
    endpoint({
      method: "post",
      path: "/api/patients/{id}/restore",
      operationId: "restorePatient",
      summary: "Bring a deleted patient back",
      access: "patient:write",
      params: PathParams,
      headers,
      answers: { 200: changed },
      problems: [...problems, "not-deleted"],
    }, async (input) => recordAnswer(await change(input, { kind: "restored", decide: restored }))),
  ];
}

function restored(current: PatientRecord): PatientRecord {
  if (current.deletedAt !== null) return { ...current, deletedAt: null };
  throw new DomainError("not-deleted", "This patient is not deleted");
}

function recordAnswer(record: PatientRecord): Response {
  return answer(200, toPatient(record), { etag: etag(record.version) });
}
