import type { Database } from "@pms/lib/db";
import type { Relay } from "@pms/lib/events";
import { answer, type Endpoint, endpoint, etag, idempotencyClaim } from "@pms/lib/http";
import { z } from "@pms/lib/schema";
import { NewPatient, Patient } from "../domain/patient.ts";
import { toPatient } from "../domain/record.ts";
import { registerPatient } from "../domain/register_patient.ts";

const PATH = "/api/patients";

export function registerPatientEndpoint(
  { database, relays }: { readonly database: Database; readonly relays: readonly Pick<Relay, "wake">[] },
): Endpoint {
  return endpoint({
    method: "post",
    path: PATH,
    operationId: "registerPatient",
    summary: "Register a patient",
    access: "patient:write",
    query: z.strictObject({ allowDuplicate: z.enum(["true", "false"]).optional() }),
    body: { type: "application/json", schema: NewPatient },
    headers: ["Idempotency-Key"],
    answers: { 201: { description: "Registered", schema: Patient, headers: ["ETag", "Location"] } },
    problems: ["idempotency-key-reused"],
  }, async ({ body, caller, request, traceparent }) => {
    const claim = idempotencyClaim(request.headers, { subject: caller.subject, operation: `POST ${PATH}`, body });
    const record = await registerPatient(database.query, {
      patient: body,
      changedBy: caller.subject,
      traceparent,
      ...(claim !== undefined && { claim }),
    });
    for (const relay of relays) relay.wake();
    return answer(201, toPatient(record), { location: `${PATH}/${record.id}`, etag: etag(record.version) });
  });
}
