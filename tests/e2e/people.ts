import { parse } from "csv-parse/sync";

/** One person of the fixture as a client would send them: with all the dirt, an impossible birth date too. */
export interface Person {
  readonly name: string;
  readonly dateOfBirth: string;
  readonly [member: string]: string;
}

/** The 1,000 invented people of `fixtures/dataset1.csv`, made by FEBRL's generator: nobody in it exists. */
export async function readPeople(): Promise<Person[]> {
  const csv = await Deno.readTextFile(new URL("../fixtures/dataset1.csv", import.meta.url));
  const rows: Record<string, string>[] = parse(csv, { columns: true, trim: true });
  return rows.map((row) => {
    const words = (...columns: string[]) => columns.map((column) => row[column]).filter(Boolean).join(" ");
    const person = {
      name: words("given_name", "surname"),
      dateOfBirth: (row["date_of_birth"] ?? "").replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"),
      address: words("street_number", "address_1", "address_2"),
      city: words("suburb"),
      postalCode: words("postcode"),
      country: "AU",
    };
    const optional = Object.entries(person).filter(([member, value]) => member === "dateOfBirth" || value !== "");
    return Object.fromEntries(optional) as Person;
  });
}
