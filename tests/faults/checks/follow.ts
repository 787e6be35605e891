/** What analytics counts of a patient, in the register or in its own database. */
export interface Counted {
  readonly id: string;
  readonly version: number;
  readonly birthYear: number;
  readonly sex: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly deleted: boolean;
}

export interface Count {
  readonly dimension: string;
  readonly key: string;
  readonly count: number;
}

/** One account for each patient, and none without one. */
export function checkAccounts(patients: readonly Pick<Counted, "id">[], accountOwners: readonly string[]): string[] {
  const accounts = new Map<string, number>();
  for (const owner of accountOwners) accounts.set(owner, (accounts.get(owner) ?? 0) + 1);
  const known = new Set(patients.map(({ id }) => id));
  return [
    ...patients.flatMap(({ id }) => {
      const count = accounts.get(id) ?? 0;
      return count === 1 ? [] : [`A patient has not just one account: ${id} has ${count}`];
    }),
    ...[...accounts.keys()].filter((owner) => !known.has(owner)).map((owner) => `An account has no patient: ${owner}`),
  ];
}

/** What analytics knows of each patient, and what it counts, are what the register says. */
export function checkAnalytics(
  patients: readonly Counted[],
  states: readonly Counted[],
  counts: readonly Count[],
  registrations: number,
): string[] {
  const known = new Map(states.map((state) => [state.id, JSON.stringify(state)]));
  const ids = new Set(patients.map(({ id }) => id));
  return [
    ...patients.filter((patient) => known.get(patient.id) !== JSON.stringify(patient))
      .map(({ id, version }) => `Analytics differs from the register: patient ${id}, there at version ${version}`),
    ...states.filter(({ id }) => !ids.has(id)).map(({ id }) => `Analytics knows a patient who does not exist: ${id}`),
    ...checkCounts(patients, counts),
    ...(registrations === patients.length ? [] : [
      `Analytics differs from the register: it counts ${registrations} registrations, there were ${patients.length}`,
    ]),
  ];
}

function checkCounts(patients: readonly Counted[], counts: readonly Count[]): string[] {
  const expected = new Map<string, number>();
  for (const { birthYear, sex, city, country } of patients.filter(({ deleted }) => !deleted)) {
    for (const [dimension, key] of Object.entries({ birth_year: String(birthYear), sex, city, country })) {
      const name = `${dimension} ${key ?? "unknown"}`;
      expected.set(name, (expected.get(name) ?? 0) + 1);
    }
  }
  const counted = new Map(counts.map(({ dimension, key, count }) => [`${dimension} ${key}`, count]));
  return [...new Set([...expected.keys(), ...counted.keys()])]
    .filter((name) => (expected.get(name) ?? 0) !== (counted.get(name) ?? 0))
    .map((name) =>
      `Analytics differs from the register: it counts ${counted.get(name) ?? 0} for ${name}, not ${
        expected.get(name) ?? 0
      }`
    );
}
