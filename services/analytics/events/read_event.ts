import { id, text, z } from "@pms/lib/schema";
import { events } from "@pms/proto";
import type { PatientState } from "../domain/patient_state.ts";

/** Absent is empty on the wire. */
const absent = (value: string) => value === "" ? null : value;

/** The bounds of the register, and whatever the database could not store: one bad record must not stop a partition. */
const Event = z.object({
  eventId: id(),
  patientId: id(),
  version: z.int().min(1, { error: "Is less than 1" }),
  state: z.object({
    birthYear: z.int().min(1875, { error: "Is before 1875" }).max(2200, { error: "Is after 2200" }),
    sex: z.enum(["", "female", "male", "other", "unknown"], { error: "Is no value of its list" }).transform(absent),
    city: z.string().transform(absent).pipe(text(100).nullable()),
    country: z.string().regex(/^([A-Z]{2})?$/, { error: "Is no country code" }).transform(absent),
    // At run time an int64 is an object of the library, whatever its type says.
    createdAtMs: z.preprocess(
      Number,
      z.int({ error: "Is no time" }).min(1, { error: "Is missing" }).max(Date.UTC(2200, 0), { error: "Is after 2200" }),
    ),
    deleted: z.boolean(),
  }, { error: "Is missing" }),
});

/**
 * The state that a record of `patient.events.v1` carries. Its kind does not matter: the state says what is so now. Throws
 * an error whose message says what is wrong, without quoting the record.
 */
export function readEvent(record: { readonly key: string | undefined; readonly value: Uint8Array }): PatientState {
  const result = Event.safeParse(decode(record.value));
  if (!result.success) {
    throw new Error(result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
  }
  const { patientId, version, state } = result.data;
  if (record.key?.toLowerCase() !== patientId) throw new Error("The key is not the patient id");
  return { patientId, version, ...state };
}

function decode(value: Uint8Array): unknown {
  try {
    return events.PatientEvent.decode(value);
  } catch (cause) {
    throw new Error("The value is no PatientEvent", { cause });
  }
}
