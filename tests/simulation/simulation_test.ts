import { array, assert as check, asyncProperty, nat } from "fast-check";
import assert from "node:assert/strict";
import { PARTS, type Parts, simulate } from "./simulation.ts";

/** Enough for some failures in each run; what comes later only has to settle. */
const TURNS_MAX = 250;
const RUNS = 10_000;

async function search(parts: Parts): Promise<void> {
  const seed = Deno.env.get("SIMULATION_SEED");
  const path = Deno.env.get("SIMULATION_PATH");
  await check(
    asyncProperty(array(nat(99_999), { maxLength: TURNS_MAX, size: "max" }), async (choices) => {
      assert.deepEqual(await simulate(choices, parts), []);
    }),
    { numRuns: RUNS, ...(seed !== undefined && { seed: Number(seed) }), ...(path !== undefined && { path }) },
  );
}

Deno.test(`${RUNS} simulations, each failing at other steps, lose nothing and double nothing`, async () => {
  try {
    await search(PARTS);
  } catch (error) {
    const [, seed, path] = /seed: (-?\d+), path: "([^"]+)"/.exec(String(error)) ?? [];
    throw new Error(
      `Run it again: SIMULATION_SEED=${seed} SIMULATION_PATH=${path} deno test -P tests/simulation/simulation_test.ts`,
      { cause: error },
    );
  }
});
