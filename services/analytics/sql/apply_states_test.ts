import type { Query } from "@pms/lib/db";
import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import type { PatientState } from "../domain/patient_state.ts";
import { patientState } from "../testing.ts";
import { applyStates } from "./apply_states.ts";

/** Every count that is not zero, as `dimension key` or as the quarter. */
async function storedCounts(query: Query): Promise<Record<string, number>> {
  const rows = await query<{ name: string; count: number }>`
    select dimension || ' ' || key as name, count::integer from demographic_count where count <> 0
    union all
    select to_char(quarter at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), count::integer
    from registration_count where count <> 0`;
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

const QUARTER_MS = 15 * 60_000;

/** The same from the patients themselves, counted one by one. */
function recount(patients: Iterable<PatientState>): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (name: string) => counts[name] = (counts[name] ?? 0) + 1;
  for (const { birthYear, sex, city, country, createdAtMs, deleted } of patients) {
    count(new Date(Math.floor(createdAtMs / QUARTER_MS) * QUARTER_MS).toISOString().slice(0, 16));
    if (deleted) continue;
    count(`birth_year ${birthYear}`);
    count(`sex ${sex ?? "unknown"}`);
    count(`city ${city ?? "unknown"}`);
    count(`country ${country ?? "unknown"}`);
  }
  return counts;
}

Deno.test("a patient who moves is counted in the new city alone", async () => {
  await using db = await testDatabase("analytics");
  const ada = patientState({ city: "Basel" });
  const moved = { ...ada, version: 2, city: "Bern" };
  await applyStates(db.query, [ada]);
  assert.equal(await applyStates(db.query, [moved]), 1);
  assert.deepEqual(await storedCounts(db.query), recount([moved]));
});

Deno.test("a deleted patient leaves all counts but the registrations, and comes back when restored", async () => {
  await using db = await testDatabase("analytics");
  const ada = patientState();
  const deleted = { ...ada, version: 2, deleted: true };
  const restored = { ...ada, version: 3 };
  await applyStates(db.query, [ada]);
  await applyStates(db.query, [deleted]);
  assert.deepEqual(await storedCounts(db.query), recount([deleted]));
  await applyStates(db.query, [restored]);
  assert.deepEqual(await storedCounts(db.query), recount([restored]));
});

Deno.test("a patient first heard of as deleted still counts as a registration", async () => {
  await using db = await testDatabase("analytics");
  await applyStates(db.query, [patientState({ version: 2, deleted: true, createdAtMs: Date.UTC(2026, 1, 3, 4, 29) })]);
  assert.deepEqual(await storedCounts(db.query), { "2026-02-03T04:15": 1 });
});

Deno.test("what comes twice, late or out of order changes nothing", async () => {
  await using db = await testDatabase("analytics");
  const first = patientState({ city: "Basel" });
  const third = { ...first, version: 3, city: "Chur" };
  assert.equal(await applyStates(db.query, [third]), 1);
  assert.equal(await applyStates(db.query, [first]), 0);
  assert.equal(await applyStates(db.query, [third, third, { ...first, version: 2, city: "Bern" }]), 0);
  assert.deepEqual(await storedCounts(db.query), recount([third]));
});

Deno.test("of several versions in one batch the highest counts, wherever it stands", async () => {
  await using db = await testDatabase("analytics");
  const first = patientState({ city: "Basel" });
  const second = { ...first, version: 2, city: "Bern" };
  assert.equal(await applyStates(db.query, [first, second, second, first]), 1);
  assert.deepEqual(await storedCounts(db.query), recount([second]));
});

Deno.test("a count never falls below zero", async () => {
  await using db = await testDatabase("analytics");
  const ada = patientState();
  await applyStates(db.query, [ada]);
  await db.query`update demographic_count set count = 0 where dimension = 'sex'`; // Somebody meddled.
  await assert.rejects(applyStates(db.query, [{ ...ada, version: 2, deleted: true }]), { code: "23514" });
  const [stored] = await db.query<{ version: number }>`select version from patient_state`;
  assert.equal(stored?.version, 1);
});

Deno.test("twenty callers at once with the same patients in any order neither lose nor double anything", async () => {
  await using db = await testDatabase("analytics");
  const patients = Array.from({ length: 50 }, (_, nth) => patientState({ city: `City ${nth % 7}` }));
  const moved = patients.map((each, nth) => ({ ...each, version: 2, city: `City ${nth % 5}` }));
  await Promise.all(Array.from({ length: 20 }, (_, nth) => {
    const given = nth % 2 === 0 ? patients : moved;
    return applyStates(db.query, nth % 3 === 0 ? given : given.toReversed());
  }));
  assert.deepEqual(await storedCounts(db.query), recount(moved));
});

/** Pseudo-random numbers below 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

Deno.test(`whatever patients do and however it is delivered, the counts are those of the final states (seed ${seed})`, async () => {
  const random = randomFrom(seed);
  const below = (end: number) => Math.floor(random() * end);
  const oneOf = <T>(values: readonly T[]) => values[below(values.length)] as T;
  const shuffled = <T>(values: readonly T[]) =>
    values.map((value) => ({ value, rank: random() })).sort((a, b) => a.rank - b.rank).map(({ value }) => value);

  function history(): PatientState[] {
    const patientId = crypto.randomUUID();
    const createdAtMs = Date.UTC(2026, 2, 28) + below(3 * 24 * 60) * 60_000 + below(60_000);
    return Array.from({ length: 1 + below(6) }, (_, nth) => ({
      patientId,
      version: nth + 1,
      birthYear: 1930 + below(95),
      sex: oneOf(["female", "male", "other", "unknown", null]),
      city: oneOf(["Basel", "Bern", "Zürich", "unknown", null]),
      country: oneOf(["CH", "NP", null]),
      createdAtMs,
      deleted: random() < 0.3,
    }));
  }

  for (let round = 0; round < 5; round++) {
    await using db = await testDatabase("analytics");
    const events = Array.from({ length: 150 }, history).flat();
    const arrived = events.filter(() => random() < 0.9); // The others are not there yet.
    const repeated = arrived.filter(() => random() < 0.3);
    const deliveries = shuffled([...arrived, ...repeated]);

    const applier = async () => {
      while (deliveries.length > 0) await applyStates(db.query, deliveries.splice(0, 1 + below(40)));
    };
    await Promise.all([applier(), applier()]);

    const newest = new Map<string, PatientState>();
    for (const event of arrived) {
      if (event.version > (newest.get(event.patientId)?.version ?? 0)) newest.set(event.patientId, event);
    }
    assert.deepEqual(await storedCounts(db.query), recount(newest.values()), `round ${round}`);
  }
});
