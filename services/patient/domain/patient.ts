import { day, email, text, z } from "@pms/lib/schema";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { COUNTRIES } from "./country.ts";

const EARLIEST = "1875-01-01";
const PHONE_LENGTH_MAX = 16; // E.164: a plus sign and 15 digits
const LANGUAGE_LENGTH_MAX = 35;

/** A day from 1875 up to today, UTC. */
const PastDay = day()
  .refine((value) => value <= today(), { error: "Is in the future" })
  .refine((value) => value >= EARLIEST, { error: `Is before ${EARLIEST}` });

/** Written with or without spaces, it comes back as E.164. */
const Phone = text(40).transform((value, context) => {
  // All of it must be the number: by default the parser looks for one in the text, and drops the rest.
  const number = value.startsWith("+") ? parsePhoneNumberFromString(value, { extract: false }) : undefined;
  if (number?.isPossible() && number.ext === undefined && number.number.length <= PHONE_LENGTH_MAX) {
    return number.number as string;
  }
  context.addIssue({ code: "custom", message: "Is not a phone number with its country code, such as +4930901820" });
  return z.NEVER;
});

/** BCP 47; it comes back in canonical form, which may be longer than what was given. */
const Language = text(LANGUAGE_LENGTH_MAX).transform((value, context) => {
  try {
    const locale = new Intl.Locale(value);
    const canonical = locale.toString();
    // Words such as `english` have the shape of a tag, but every registered language has two or three letters. No more
    // is asked: the runtime's own list lacks languages that people speak.
    if (locale.language.length <= 3 && canonical.length <= LANGUAGE_LENGTH_MAX) return canonical;
  } catch {
    // Not the shape of a language tag.
  }
  context.addIssue({ code: "custom", message: "Is not a language tag, such as de or pt-BR" });
  return z.NEVER;
});

const required = { name: text(100), dateOfBirth: PastDay };

const optional = {
  familyName: text(100),
  givenName: text(100),
  sex: z.enum(["female", "male", "other", "unknown"]),
  email: email(),
  phone: Phone,
  address: text(500),
  city: text(100),
  postalCode: text(20),
  country: z.enum(COUNTRIES, { error: "Is not a country code of ISO 3166-1, such as DE" }),
  language: Language,
};

/** Members that the system gives. A client may send them back in a PUT or PATCH, if they are what is stored. */
const given = {
  id: z.string(),
  mrn: z.string(),
  version: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
};

/** Somebody who does not exist, for the API's description. */
const EXAMPLE = {
  name: "Ada Example",
  dateOfBirth: "1990-12-10",
  sex: "female",
  email: "ada@example.com",
  phone: "+4930901820",
  city: "Berlin",
  country: "DE",
  language: "de",
};

/** What a client sends to register a patient. */
export const NewPatient = z.strictObject({
  ...required,
  ...z.object({ ...optional, registeredDate: PastDay }).partial().shape,
}).meta({ id: "NewPatient", examples: [EXAMPLE] });
export type NewPatient = z.output<typeof NewPatient>;

/** What a search may look for. */
export const PatientFilters = z.object({
  mrn: text(20),
  email: text(254),
  phone: Phone,
  dateOfBirth: day(),
  name: text(100),
}).partial();

/** The orders of a list; by id, that is oldest registration first, when nothing is said. */
export const PatientSort = z.enum(["name", "-name", "registeredDate", "-registeredDate"]);

/** What a client sends in place of a record: optional members left out are gone afterwards. */
export const PatientReplacement = z.strictObject({
  ...NewPatient.shape,
  ...z.object(given).partial().shape,
}).meta({ id: "PatientReplacement", examples: [EXAMPLE] });
export type PatientReplacement = z.output<typeof PatientReplacement>;

/** A merge patch (RFC 7396): what is left out stays, `null` removes what may be absent. */
export const PatientPatch = z.strictObject({
  ...z.object({ ...required, registeredDate: PastDay, ...given }).partial().shape,
  ...z.object(nullable(optional)).partial().shape,
}).meta({ id: "PatientPatch", examples: [{ city: "Hamburg", phone: null }] });
export type PatientPatch = z.output<typeof PatientPatch>;

/** A patient as clients see one. Absent members are left out. */
export const Patient = z.object({
  id: z.uuid(),
  mrn: z.string(),
  ...NewPatient.shape,
  registeredDate: PastDay,
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}).meta({
  id: "Patient",
  examples: [{
    id: "0199d7a0-5f2c-7c3e-9d41-3a1b2c4d5e6f",
    mrn: "00000042I",
    ...EXAMPLE,
    registeredDate: "2026-01-31",
    version: 1,
    createdAt: "2026-01-31T09:30:00.000Z",
    updatedAt: "2026-01-31T09:30:00.000Z",
  }],
});
export type Patient = z.output<typeof Patient>;

type Nullable<Shape extends Record<string, z.ZodType>> = { [Name in keyof Shape]: z.ZodNullable<Shape[Name]> };

function nullable<Shape extends Record<string, z.ZodType>>(shape: Shape): Nullable<Shape> {
  const entries = Object.entries(shape).map(([name, schema]) => [name, schema.nullable()]);
  return Object.fromEntries(entries) as Nullable<Shape>;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
