import { events } from "@pms/proto";
import assert from "node:assert/strict";
import { toKafkaRecord } from "./patient_event.ts";

const row = {
  position: "1",
  eventId: "0198c0de-0000-7000-8000-00000000000e",
  patientId: "0198c0de-0000-7000-8000-00000000000a",
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  payload: {
    kind: "registered",
    version: 1,
    occurredAtMs: 1_700_000_000_123,
    birthYear: 1979,
    sex: "female",
    city: "Musterstadt",
    country: "CH",
    createdAtMs: 1_700_000_000_100,
    deleted: false,
  },
};

Deno.test("an outbox row becomes a record keyed by its patient, with all of its payload in the value", () => {
  const { key, value } = toKafkaRecord(row);
  assert.equal(key, row.patientId);
  const { kind: _kind, version, occurredAtMs, ...state } = row.payload;
  const { eventId, patientId } = row;
  const event = events.PatientEvent.decode(value);
  assert.deepEqual({ ...event, state: { ...event.state, deleted: event.state?.deleted ?? false } }, {
    ...{ eventId, patientId, version, kind: 1, occurredAtMs },
    state,
  });
});

Deno.test("the headers are those of CloudEvents and of the trace", () => {
  const headers = {
    ce_specversion: "1.0",
    ce_id: row.eventId,
    ce_type: "patient.registered.v1",
    ce_source: "/services/patient",
    ce_time: "2023-11-14T22:13:20.123Z",
    "content-type": "application/protobuf",
  };
  assert.deepEqual(toKafkaRecord(row).headers, { ...headers, traceparent: row.traceparent });
  assert.deepEqual(toKafkaRecord({ ...row, traceparent: null }).headers, headers);
});

Deno.test("each kind of change has its type and its number", () => {
  const kinds = ["registered", "updated", "deleted", "restored"].map((kind) => {
    const { headers, value } = toKafkaRecord({ ...row, payload: { ...row.payload, kind } });
    return [headers["ce_type"], events.PatientEvent.decode(value).kind];
  });
  assert.deepEqual(kinds, [
    ["patient.registered.v1", 1],
    ["patient.updated.v1", 2],
    ["patient.deleted.v1", 3],
    ["patient.restored.v1", 4],
  ]);
});

Deno.test("a payload that is none of ours is not sent", () => {
  for (const payload of [{}, null, { ...row.payload, kind: "merged" }, { ...row.payload, version: "1" }]) {
    assert.throws(() => toKafkaRecord({ ...row, payload }));
  }
});
