/** Run by `deno task test:faults`: each planted bug must be found by one short campaign. What fails leaves its data. */
import assert from "node:assert/strict";
import { BUGS } from "./plants.ts";
import { runFaults } from "./run_fixture.ts";

const SECONDS = 20;

/** What goes wrong in the campaign of each bug, and the invariants of which it must violate one. */
const CAMPAIGNS: Readonly<Record<string, { readonly only: readonly string[]; readonly found: RegExp }>> = {
  "publish-before-commit": {
    only: ["kill patient", "kill postgres"],
    found:
      /An event tells of what was never committed|Versions on the topic do not rise by one|An event is on the topic twice/,
  },
  "answer-before-commit": { only: ["kill patient", "kill postgres"], found: /An acknowledged write is missing/ },
  "delete-before-acknowledgement": {
    only: ["kill patient", "kill kafka"],
    found: /An event is missing|Versions on the topic do not rise by one/,
  },
  "keys-in-memory": { only: ["kill patient"], found: /A key led to two patients/ },
  "account-for-each-call": { only: ["kill patient", "cut billing"], found: /A patient has not just one account/ },
  "offset-before-effect": { only: ["kill analytics"], found: /Analytics differs from the register/ },
  "version-check-off": { only: ["repeat topic"], found: /Analytics differs from the register/ },
};

for (const { name } of BUGS) {
  Deno.test(`a campaign of ${SECONDS} s finds the planted bug ${name}`, async () => {
    const campaign = CAMPAIGNS[name];
    assert.ok(campaign !== undefined, `no campaign is meant for ${name}`);
    const faults = campaign.only.flatMap((fault) => ["--only", fault]);
    const isFound = ({ code, output }: { code: number; output: string }) => code === 1 && campaign.found.test(output);
    const run = await runFaults(
      name,
      ["--plant", name, "--seconds", String(SECONDS), "--seed", "1", ...faults],
      (run) => !isFound(run),
    );
    assert.ok(isFound(run), run.output);
  });
}
