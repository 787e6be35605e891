/**
 * The body of a registration. A load tool puts a number that it never uses twice in place of `{n}`, a day and a year of
 * birth in place of `{d}` and `{y}`, one of some hundred places in place of `{c}`: everybody is somebody else.
 */
export const PERSON = JSON.stringify({
  name: "Person {n} Measured",
  familyName: "Measured",
  givenName: "Person {n}",
  dateOfBirth: "{y}-06-{d}",
  sex: "female",
  email: "person{n}@example.com",
  phone: "+49301234567",
  address: "Long Street {n}, back building",
  city: "City {c}",
  postalCode: "10115",
  country: "DE",
  language: "de",
});

export const BIRTH_YEAR_FIRST = 1930;
export const BIRTH_YEARS = 90;
export const CITIES = 500;

/** Fills the placeholders in as the script for wrk does. */
export function personBody(template: string, n: number): string {
  return template
    .replaceAll("{n}", String(n))
    .replaceAll("{d}", String(10 + n % 19))
    .replaceAll("{y}", String(BIRTH_YEAR_FIRST + n % BIRTH_YEARS))
    .replaceAll("{c}", String(n % CITIES));
}
