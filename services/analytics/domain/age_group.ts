import type { KeyCount } from "./key_count.ts";

/** Each with the lowest age that belongs to it. */
const AGE_GROUPS = [["0-17", 0], ["18-29", 18], ["30-44", 30], ["45-59", 45], ["60-74", 60], ["75+", 75]] as const;

/** All age groups from the youngest on, each with its count: by the year of birth alone, as if all were born on New Year's Day. */
export function countAgeGroups(birthYears: readonly KeyCount[], currentYear: number): KeyCount[] {
  return AGE_GROUPS.map(([key, ageMin], index) => {
    const ageEnd = AGE_GROUPS[index + 1]?.[1] ?? Infinity;
    const belongs = ({ key: birthYear }: KeyCount) => {
      const age = Math.max(0, currentYear - Number(birthYear)); // Clocks differ on New Year's Eve.
      return ageMin <= age && age < ageEnd;
    };
    return { key, count: birthYears.filter(belongs).reduce((sum, { count }) => sum + count, 0) };
  });
}
