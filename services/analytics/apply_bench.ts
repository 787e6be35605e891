/**
 * How many events a second one consumer can apply, and how long the largest answer takes after so many:
 *
 *     deno run --no-prompt --allow-run=sh --allow-net=127.0.0.1 --allow-read=. --allow-write=.data \
 *       --allow-env='PG*,KAFKAJS_*,NODE_ENV' services/analytics/apply_bench.ts [events] [batch]
 */
import { testDatabase } from "@pms/lib/testing";
import type { PatientState } from "./domain/patient_state.ts";
import { applyStates } from "./sql/apply_states.ts";
import { countDemographics } from "./sql/counts.ts";

const eventsMax = Number(Deno.args[0] ?? 300_000);
const batchSize = Number(Deno.args[1] ?? 1_000);
const SLICE = 50_000;
const CITIES = 20_000;
const CREATED_FROM_MS = Date.UTC(2026, 0, 1);

await using database = await testDatabase("analytics");
const patientIds: string[] = [];

/** Two of three events register somebody, the third moves somebody to another city. */
function nextState(nth: number): PatientState {
  const moved = nth % 3 === 2 ? patientIds[Math.floor(Math.random() * patientIds.length)] : undefined;
  const patientId = moved ?? crypto.randomUUID();
  if (moved === undefined) patientIds.push(patientId);
  return {
    patientId,
    version: moved === undefined ? 1 : 1 + nth,
    birthYear: 1930 + nth % 95,
    sex: nth % 2 === 0 ? "female" : "male",
    city: `City ${Math.floor(Math.random() ** 3 * CITIES)}`,
    country: "CH",
    createdAtMs: CREATED_FROM_MS + nth * 1_000,
    deleted: false,
  };
}

for (let done = 0; done < eventsMax;) {
  const startedMs = performance.now();
  const slice = Math.min(SLICE, eventsMax - done);
  for (let nth = 0; nth < slice; nth += batchSize) {
    const states = Array.from({ length: Math.min(batchSize, slice - nth) }, (_, more) => nextState(done + nth + more));
    await applyStates(database.query, states);
  }
  done += slice;
  const seconds = (performance.now() - startedMs) / 1_000;
  const readMs = performance.now();
  await countDemographics(database.query, 5_000);
  const tookMs = Math.round(performance.now() - readMs);
  console.log(`${done} events, the last ${slice} at ${Math.round(slice / seconds)}/s; demographics in ${tookMs} ms`);
}
