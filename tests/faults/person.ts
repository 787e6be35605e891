import type { Random } from "./random.ts";

/** In every name, e-mail address and street of a campaign: wherever else it turns up, something leaked. */
export const CANARY = "Kanarienvogel";

const CITIES = ["Berlin", "Lyon", "Porto", "Gent"] as const;
const COUNTRIES = ["DE", "FR", "PT", "BE"] as const;
const SEXES = ["female", "male", "other", "unknown"] as const;

/** Somebody who does not exist. The address holds the mark of the write, so that the record says which one it took. */
export function personOf(random: Random, mark: string): Record<string, string> {
  return {
    name: `${CANARY} ${random.between(1, 1_000_000)}`,
    dateOfBirth: `${random.between(1930, 2020)}-0${random.between(1, 9)}-1${random.between(0, 9)}`,
    email: `${CANARY}${random.between(1, 1_000_000)}@example.com`,
    address: addressOf(mark),
    ...(random.chance(80) && { sex: random.pick(SEXES) }),
    ...(random.chance(80) && { city: random.pick(CITIES) }),
    ...(random.chance(80) && { country: random.pick(COUNTRIES) }),
  };
}

export function addressOf(mark: string): string {
  return `${CANARY} Street, ${mark}`;
}

/** The mark of an address, or undefined where it is not one of ours. */
export function markOf(address: string | null): string | undefined {
  return address === null ? undefined : /, (mark \d+)$/.exec(address)?.[1];
}
