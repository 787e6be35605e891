/** Run by `deno task test:faults`: wherever a process ends between two steps, nothing is lost and nothing doubled. */
import assert from "node:assert/strict";
import { CRASH_POINTS } from "./plants.ts";
import { runFaults } from "./run_fixture.ts";

/** At least; it goes on until the process has ended three times. */
const SECONDS = 4;
/** Some places are passed with each request, some with each batch, one with each refresh. */
const CRASH_AFTER: Readonly<Record<string, number>> = {
  "after-commit-before-answer": 60,
  "after-rotation-before-answer": 2,
};
const CRASH_AFTER_BATCHES = 15;

for (const { name } of CRASH_POINTS) {
  Deno.test(`a process that ends ${name.replaceAll("-", " ")}, three times or more, loses and doubles nothing`, async () => {
    const isGood = ({ code }: { code: number }) => code === 0;
    const run = await runFaults(
      name,
      [
        "--plant",
        name,
        "--crash-after",
        String(CRASH_AFTER[name] ?? CRASH_AFTER_BATCHES),
        "--seconds",
        String(SECONDS),
        "--seed",
        "1",
        "--only",
        "none",
      ],
      (run) => !isGood(run),
    );
    assert.ok(isGood(run), run.output);
  });
}
