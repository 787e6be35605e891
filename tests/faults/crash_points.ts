/** Run by `deno task test:faults`: wherever a process ends between two steps, nothing is lost and nothing doubled. */
import assert from "node:assert/strict";
import { CRASH_POINTS } from "./plants.ts";
import { runFaults } from "./run_fixture.ts";

const SECONDS = 12;
const CRASHES_MIN = 3;
/** Some places are passed with each request, some with each batch, one with each refresh. */
const CRASH_AFTER: Readonly<Record<string, number>> = {
  "after-commit-before-answer": 60,
  "after-rotation-before-answer": 2,
};
const CRASH_AFTER_BATCHES = 15;

for (const { name } of CRASH_POINTS) {
  Deno.test(`a process that ends ${name.replaceAll("-", " ")}, ${CRASHES_MIN} times or more, loses and doubles nothing`, async () => {
    const isGood = ({ code, output }: { code: number; output: string }) =>
      code === 0 && Number(/^crashes +(\d+)/m.exec(output)?.[1] ?? 0) >= CRASHES_MIN;
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
