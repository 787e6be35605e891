import type { Person } from "./entry.ts";

type Row = (column: string) => string;

/** The members of a person, in words of the API. */
const OWN = [
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
];

/** What FEBRL's generator of invented people writes. All of them live in Australia. */
const FEBRL = [
  "rec_id",
  "given_name",
  "surname",
  "street_number",
  "address_1",
  "address_2",
  "suburb",
  "postcode",
  "state",
  "date_of_birth",
  "soc_sec_id",
];

const STYLES = [
  { columns: OWN, required: ["name", "dateOfBirth"], personOf: personOfOwn },
  { columns: FEBRL, required: ["given_name", "surname", "date_of_birth"], personOf: personOfFebrl },
];

/** How to make a person of a row's cells. Throws an error that names each column that is unknown, missing or twice there. */
export function readHeader(header: readonly string[]): (cells: readonly string[]) => Person {
  // The style with the most columns in common is the one that was meant.
  const [style] = STYLES.map((style) => ({ ...style, known: style.columns.filter((name) => header.includes(name)) }))
    .sort((one, other) => other.known.length - one.known.length);
  if (style === undefined) throw new Error("There is no style of columns");

  const unknown = header.filter((name) => !style.columns.includes(name));
  const missing = style.required.filter((name) => !header.includes(name));
  const twice = style.columns.filter((name) => header.indexOf(name) !== header.lastIndexOf(name));
  const faults = [
    ...(unknown.length > 0 ? [`has unknown columns: ${listOf(unknown)}`] : []),
    ...(missing.length > 0 ? [`lacks columns: ${listOf(missing)}`] : []),
    ...(twice.length > 0 ? [`has columns twice: ${listOf(twice)}`] : []),
  ];
  if (faults.length > 0) {
    throw new Error(`The header ${faults.join("; it ")}. It may have ${OWN.join(", ")}; or ${FEBRL.join(", ")}`);
  }
  return (cells) => {
    const members = style.personOf((column) => cells[header.indexOf(column)] ?? "");
    // An empty cell says nothing. Whether the others say something possible is the API's to decide.
    return Object.fromEntries(Object.entries(members).filter(([, text]) => text !== "")) as Person;
  };
}

function personOfOwn(row: Row): Record<string, string> {
  return Object.fromEntries(OWN.map((name) => [name, row(name)]));
}

function personOfFebrl(row: Row): Record<string, string> {
  const words = (...columns: string[]) => columns.map(row).filter((word) => word !== "").join(" ");
  return {
    name: words("given_name", "surname"),
    familyName: row("surname"),
    givenName: row("given_name"),
    dateOfBirth: row("date_of_birth").replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"),
    address: words("street_number", "address_1", "address_2"),
    city: row("suburb"),
    postalCode: row("postcode"),
    country: "AU",
  };
}

const NAMED_MAX = 20;
const NAME_LENGTH_MAX = 60;

/** What was meant as data may be long, and is cut. */
function listOf(names: readonly string[]): string {
  const named = names.slice(0, NAMED_MAX).map((name) => JSON.stringify(name.slice(0, NAME_LENGTH_MAX)));
  return `${named.join(", ")}${names.length > NAMED_MAX ? " and more" : ""}`;
}
