/** One invented person. Every value is one that stands nowhere else, so wherever it is found, it has leaked. */
export interface Canary {
  readonly familyName: string;
  readonly givenName: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly dateOfBirth: string;
  readonly password: string;
  /** For where no name fits: an Idempotency-Key, a token, an id. */
  readonly note: string;
}

const PEOPLE = 25;
const VALUES_EACH = 8;
export const VALUES = PEOPLE * VALUES_EACH;

/** The same people at each run, so that what is found once is found again. */
export function inventPeople(): Canary[] {
  return Array.from({ length: PEOPLE }, (_, index) => {
    const word = (kind: number) => syllables(index * 7_919 + kind * 104_729 + 15_485_863);
    const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
    const two = (number: number) => String(number).padStart(2, "0");
    return {
      familyName: capital(`q${word(1)}`),
      givenName: capital(`x${word(2)}`),
      email: `${word(3)}@${word(4)}.example`,
      phone: `+4930${String(918_273_645 - index * 31_337)}`,
      address: `${capital(`z${word(5)}`)} ${17 + index}`,
      dateOfBirth: `${1901 + index * 2}-${two(1 + index % 12)}-${two(3 + index)}`,
      password: `${word(6)}-${word(7)}`,
      note: `${word(8)}.${word(9)}`,
    };
  });
}

export function nameOf({ givenName, familyName }: Canary): string {
  return `${givenName} ${familyName}`;
}

/** Nine letters that no language has. */
function syllables(seed: number): string {
  const consonants = "bdfgklmnprstvwz";
  const vowels = "aeiouy";
  let rest = (seed * 2_654_435_761) % 4_294_967_296;
  let word = "";
  for (let count = 0; count < 4; count++) {
    word += consonants[rest % consonants.length];
    rest = Math.floor(rest / consonants.length);
    word += vowels[rest % vowels.length];
    rest = Math.floor(rest / vowels.length) + count * 977;
  }
  return `${word}q`;
}
