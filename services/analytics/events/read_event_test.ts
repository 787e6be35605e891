import { events, type PatientEvent, type PatientState } from "@pms/proto";
import assert from "node:assert/strict";
import { readEvent } from "./read_event.ts";

const patientId = "019aa000-0000-7000-8000-0000000000aa";
const state: PatientState = {
  birthYear: 1980,
  sex: "female",
  city: "Basel",
  country: "CH",
  createdAtMs: Date.UTC(2026, 0, 1),
  deleted: false,
};
const event: PatientEvent = { eventId: crypto.randomUUID(), patientId, version: 1, kind: 1, occurredAtMs: 1, state };

const read = (given: PatientEvent, key: string | undefined = patientId) =>
  readEvent({ key, value: events.PatientEvent.encode(given).finish() });

Deno.test("readEvent() gives the state of a version", () => {
  assert.deepEqual(read(event), { patientId, version: 1, ...state });
});

Deno.test("readEvent() takes what is empty on the wire for absent", () => {
  const { sex, city, country } = read({ ...event, state: { ...state, sex: "", city: "", country: "" } });
  assert.deepEqual({ sex, city, country }, { sex: null, city: null, country: null });
});

Deno.test("readEvent() reads ids in capitals and kinds of later days", () => {
  assert.equal(read({ ...event, patientId: patientId.toUpperCase(), kind: 99 as never }).patientId, patientId);
});

Deno.test("readEvent() refuses what cannot be counted, and says why without quoting it", () => {
  const refusals: [PatientEvent, RegExp][] = [
    [{ ...event, eventId: "" }, /^eventId: Is not a UUID$/],
    [{ ...event, patientId: "Ada" }, /^patientId: Is not a UUID$/],
    [{ ...event, version: 0 }, /^version: Is less than 1$/],
    [{ ...event, version: -1, state: { ...state, birthYear: 0 } }, /^version: .*; state.birthYear: Is before 1875$/],
    [{ ...event, state: null }, /^state: Is missing$/],
    [{ ...event, state: { ...state, sex: "Ada" } }, /^state.sex: Is no value of its list$/],
    [{ ...event, state: { ...state, country: "Switzerland" } }, /^state.country: Is no country code$/],
    [{ ...event, state: { ...state, city: "Ba\0sel" } }, /^state.city: Has a control character$/],
    [{ ...event, state: { ...state, city: "B".repeat(101) } }, /^state.city: Is longer than 100 characters$/],
    [{ ...event, state: { ...state, createdAtMs: 0 } }, /^state.createdAtMs: Is missing$/],
    [{ ...event, state: { ...state, createdAtMs: 2 ** 60 } }, /^state.createdAtMs: /],
  ];
  for (const [given, message] of refusals) assert.throws(() => read(given), { message });
});

Deno.test("readEvent() refuses a key that is not the patient's id", () => {
  assert.throws(() => read(event, crypto.randomUUID()), { message: "The key is not the patient id" });
  assert.throws(() => readEvent({ key: undefined, value: events.PatientEvent.encode(event).finish() }), {
    message: "The key is not the patient id",
  });
});

Deno.test("readEvent() refuses bytes that are no event", () => {
  for (const value of ["not protobuf", "\n\xff", "{}"].map((text) => new TextEncoder().encode(text))) {
    assert.throws(() => readEvent({ key: patientId, value }), { message: "The value is no PatientEvent" });
  }
  assert.throws(() => readEvent({ key: patientId, value: new Uint8Array() }), { message: /^eventId: / });
});
