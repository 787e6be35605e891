import { invalidInput } from "@pms/lib/schema";
import type { NewPatient, Patient, PatientPatch, PatientReplacement } from "./patient.ts";

/** Everything about a patient that a client decides, each member there, `null` where nobody said. */
export type Details = { [Member in keyof Required<NewPatient>]: NonNullable<NewPatient[Member]> | null } & {
  readonly name: string;
  readonly dateOfBirth: string;
  readonly registeredDate: string;
};

/** A row of the register. */
export type PatientRecord = Details & {
  readonly id: string;
  readonly mrn: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
};

const MEMBERS = [
  "name",
  "familyName",
  "givenName",
  "dateOfBirth",
  "sex",
  "email",
  "phone",
  "address",
  "city",
  "postalCode",
  "country",
  "language",
  "registeredDate",
] as const satisfies readonly (keyof Details)[];

/** The record as clients see it. */
export function toPatient(record: PatientRecord): Patient {
  const { id, mrn, version, createdAt, updatedAt } = record;
  const details: Record<string, string> = {};
  for (const member of MEMBERS) {
    const value = record[member];
    if (value !== null) details[member] = value;
  }
  const known = details as Pick<Patient, (typeof MEMBERS)[number]>;
  return { id, mrn, ...known, version, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/** The details after a PUT: what it leaves out is gone, but for the registration date, which every record has. */
export function replaced(record: PatientRecord, replacement: PatientReplacement): Details {
  checkGivenMembers(record, replacement);
  const absent = Object.fromEntries(MEMBERS.map((member) => [member, null]));
  return { ...absent, registeredDate: record.registeredDate, ...detailsOf(replacement) } as Details;
}

/** The details after a merge patch. */
export function patched(record: PatientRecord, patch: PatientPatch): Details {
  checkGivenMembers(record, patch);
  return { ...detailsOf(record), ...detailsOf(patch) } as Details;
}

export function sameDetails(one: Details, other: Details): boolean {
  return MEMBERS.every((member) => one[member] === other[member]);
}

function detailsOf(source: Partial<Record<(typeof MEMBERS)[number], unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    MEMBERS.flatMap((member) => source[member] === undefined ? [] : [[member, source[member]]]),
  );
}

/** The system's own members cannot be changed; sending back what is stored is no attempt to. */
function checkGivenMembers(record: PatientRecord, sent: PatientReplacement | PatientPatch): void {
  const stored = toPatient(record);
  const faults = (["id", "mrn", "version", "createdAt", "updatedAt"] as const)
    .filter((member) => sent[member] !== undefined && sent[member] !== stored[member])
    .map((member) => ({ pointer: `/${member}`, detail: "Is given by the system and cannot be changed" }));
  if (faults.length > 0) throw invalidInput(faults);
}
