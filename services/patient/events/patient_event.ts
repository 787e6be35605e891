import { cloudEventHeaders, type KafkaRecord, type OutboxRow } from "@pms/lib/events";
import { events } from "@pms/proto";
import { z } from "@pms/lib/schema";

const SOURCE = "/services/patient";

const KINDS = { registered: 1, updated: 2, deleted: 3, restored: 4 } as const;

/** What `patient_event()` of the database puts into the outbox. */
const Payload = z.object({
  kind: z.enum(["registered", "updated", "deleted", "restored"]),
  version: z.int(),
  occurredAtMs: z.int(),
  birthYear: z.int(),
  sex: z.string(),
  city: z.string(),
  country: z.string(),
  createdAtMs: z.int(),
  deleted: z.boolean(),
});

/** The record for `patient.events.v1`: keyed by the patient, so that one patient's events keep their order. */
export function toKafkaRecord({ eventId, patientId, payload, traceparent }: OutboxRow): KafkaRecord {
  const { kind, version, occurredAtMs, ...state } = Payload.parse(payload);
  const event = { eventId, patientId, version, kind: KINDS[kind], occurredAtMs, state };
  return {
    key: patientId,
    value: events.PatientEvent.encode(event).finish(),
    headers: cloudEventHeaders({
      id: eventId,
      type: `patient.${kind}.v1`,
      source: SOURCE,
      timeMs: occurredAtMs,
      traceparent,
    }),
  };
}
