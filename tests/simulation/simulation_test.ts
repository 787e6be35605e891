import { consumeBatch, relayBatch } from "@pms/lib/events";
import type { Query } from "@pms/lib/db";
import { array, asyncProperty, check, nat, type RunDetails } from "fast-check";
import assert from "node:assert/strict";
import { applyStates } from "../../services/analytics/sql/apply_states.ts";
import { openAccounts } from "../../services/billing/sql/accounts.ts";
import { CHOICES, HEALED } from "./scheduler.ts";
import { PARTS, type Parts, simulate } from "./simulation.ts";

/** Enough for some failures in each run; what comes later only has to settle. */
const TURNS_MAX = 200;
const RUNS = 10_000;

/** Runs simulations until one finds a violation, or all are done. */
async function search(parts: Parts, endOnFailure: boolean): Promise<RunDetails<[number[]]>> {
  const seed = Deno.env.get("SIMULATION_SEED");
  const path = Deno.env.get("SIMULATION_PATH");
  return await check(
    asyncProperty(array(nat(HEALED + CHOICES - 1), { maxLength: TURNS_MAX, size: "max" }), async (choices) => {
      const violations = await simulate(choices, parts);
      if (violations.length > 0) throw new Error(violations.join("\n"));
    }),
    {
      numRuns: RUNS,
      endOnFailure,
      ...(seed !== undefined && { seed: Number(seed) }),
      ...(path !== undefined && { path }),
    },
  );
}

/** What was found, and how to see it again. */
function storyOf({ seed, counterexamplePath, counterexample, errorInstance }: RunDetails<[number[]]>): string {
  return [
    String(errorInstance),
    `by the choices ${JSON.stringify(counterexample?.[0])}`,
    `again: SIMULATION_SEED=${seed} SIMULATION_PATH=${counterexamplePath} deno test -P tests/simulation`,
  ].join("\n");
}

Deno.test(`${RUNS} simulations, each failing at other steps, lose nothing and double nothing`, async () => {
  const details = await search(PARTS, false); // What it finds it makes shorter.
  assert.ok(!details.failed, storyOf(details));
});

/** The same query, but for a part of its statement that somebody forgot. */
function without(query: Query, forgotten: string): Query {
  return <Row extends object>(...[strings, ...parameters]: Parameters<Query>) => {
    const texts = strings.map((text) => text.replace(forgotten, ""));
    return query<Row>(Object.assign(texts, { raw: texts }), ...parameters);
  };
}

const BUGS: Readonly<Record<string, Partial<Parts>>> = {
  "a relay that deletes what was not acknowledged": {
    relayBatch: (options) =>
      relayBatch({
        ...options,
        deliver: (rows) => {
          options.deliver(rows).catch(() => {});
          return Promise.resolve({ delivered: rows, refused: [] });
        },
      }),
  },
  "a consumer that commits before the effect": {
    consumeBatch: (payload, options) =>
      consumeBatch(payload, {
        ...options,
        apply: (events) => {
          options.apply(events).catch(() => {});
          return Promise.resolve();
        },
      }),
  },
  "an effect that does not look at versions": {
    applyStates: (query, states) => applyStates(without(query, "where stored.version < excluded.version"), states),
  },
  "an account for each call": {
    openAccounts: (query, ids, currency) =>
      openAccounts(without(query, "on conflict (patient_id) do nothing"), ids, currency),
  },
};

for (const [bug, parts] of Object.entries(BUGS)) {
  Deno.test(`the simulations find ${bug}, and the seed finds it again`, async () => {
    const found = await search({ ...PARTS, ...parts }, true);
    assert.ok(found.failed, `${found.numRuns} simulations did not find it`);
    assert.notDeepEqual(await simulate(found.counterexample?.[0] ?? [], { ...PARTS, ...parts }), []);
    assert.deepEqual(await simulate(found.counterexample?.[0] ?? []), [], "the system as it is was found guilty, too");
  });
}
