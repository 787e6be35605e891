import type { Faker } from "@faker-js/faker";
import { faker as dan } from "@faker-js/faker/locale/da";
import { faker as deu } from "@faker-js/faker/locale/de";
import { faker as eng } from "@faker-js/faker/locale/en_GB";
import { faker as fra } from "@faker-js/faker/locale/fr";
import { faker as ita } from "@faker-js/faker/locale/it";
import { faker as pol } from "@faker-js/faker/locale/pl";
import { faker as tur } from "@faker-js/faker/locale/tr";
import type { Entry, Person } from "./entry.ts";

interface Place {
  readonly faker: Faker;
  readonly country: string;
  readonly language: string;
}

/** Germany's share is the largest, as in a clinic there. */
const PLACES: readonly { readonly weight: number; readonly value: Place }[] = [
  { weight: 10, value: { faker: deu, country: "DE", language: "de" } },
  { weight: 3, value: { faker: tur, country: "TR", language: "tr" } },
  { weight: 3, value: { faker: pol, country: "PL", language: "pl" } },
  { weight: 2, value: { faker: fra, country: "FR", language: "fr" } },
  { weight: 2, value: { faker: ita, country: "IT", language: "it" } },
  { weight: 2, value: { faker: eng, country: "GB", language: "en-GB" } },
  { weight: 1, value: { faker: dan, country: "DK", language: "da" } },
];

/** A fixed day: the same seed must give the same people tomorrow. */
const TODAY = "2025-01-01";
const AGE_MAX_YEARS = 100;

/** People who do not exist. The same seed and number give the same person, however many there are in all. */
export function* inventPeople(count: number, seed: number): Generator<Entry> {
  for (let number = 1; number <= count; number++) {
    const key = `seed:invented:${seed}:${number}`;
    yield { place: `person ${number}`, share: number / count, key, person: inventPerson(seed, number) };
  }
}

function inventPerson(seed: number, number: number): Person {
  deu.seed([seed, number]);
  const { faker, country, language } = deu.helpers.weightedArrayElement(PLACES);
  faker.seed([seed, number]);
  const { person, location, helpers, date, internet, number: numbers } = faker;

  const sex = person.sexType();
  const givenName = person.firstName(sex);
  const familyName = person.lastName(sex);
  /** Most records hold it, some do not: as in life. */
  const often = <T>(probability: number, make: () => T): T | undefined => helpers.maybe(make, { probability });
  const members = {
    name: `${givenName} ${familyName}`,
    familyName,
    givenName,
    dateOfBirth: date.birthdate({ mode: "age", min: 0, max: AGE_MAX_YEARS, refDate: TODAY }).toISOString().slice(0, 10),
    sex: often(0.95, () => often(0.02, () => helpers.arrayElement(["other", "unknown"])) ?? sex),
    email: often(0.7, () => internet.email({ firstName: givenName, lastName: familyName, provider: "example.com" })),
    // Berlin 23125 000 to 999 are given to nobody: the regulator keeps them for films and examples.
    phone: often(0.8, () => `+49 30 23125 ${numbers.int({ min: 100, max: 999 })}`),
    address: often(0.9, () => location.streetAddress()),
    city: often(0.95, () => location.city()),
    postalCode: often(0.9, () => location.zipCode()),
    country: often(0.98, () => country),
    language: often(0.6, () => language),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Person;
}
