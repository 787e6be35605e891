import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { PLANTS } from "./plants.ts";
import { SERVICES } from "./schedule.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What only the faulty services hold: the names of their faults, and the helpers that make them. */
const TRACES = [...PLANTS.map(({ name }) => name), "crashPoint", "tooLate", "aroundStatements", "aroundWrites"];

async function bundleOf(entry: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "deno", entry],
    cwd: ROOT,
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

for (const service of SERVICES) {
  Deno.test(`the bundle of ${service} holds nothing of the faults that campaigns plant`, async () => {
    const bundle = await bundleOf(`services/${service}/main.ts`);
    assert.ok(bundle.includes("service started"), "this is no service");
    assert.deepEqual(TRACES.filter((trace) => bundle.includes(trace)), []);
  });
}

Deno.test("the search for planted faults finds them where they are", async () => {
  const bundle = await bundleOf("tests/faults/patient_main.ts");
  const planted = PLANTS.filter(({ service }) => service === "patient").map(({ name }) => name);
  assert.deepEqual([...planted, "crashPoint", "tooLate"].filter((trace) => !bundle.includes(trace)), []);
});
