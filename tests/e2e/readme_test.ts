import assert from "node:assert/strict";
import { newDataDir, startSystem } from "./system.ts";

Deno.test("every command under Try it in the README works when pasted in order", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const section = readme.slice(readme.indexOf("## Try it"), readme.indexOf("## Test it"));
  const script = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, commands]) => commands).join("\n");
  assert.ok(script.includes("curl"), "the section has commands");

  const dataDir = await newDataDir();
  await using system = await startSystem(dataDir);
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-euo", "pipefail", "-c", script],
    env: { URL: system.url },
  }).output();
  const output = new TextDecoder().decode(stdout);
  assert.equal(code, 0, `${output}\n${new TextDecoder().decode(stderr)}`);
  assert.match(output, /"status":"ACTIVE"/);
  assert.match(output, /"patientsTotal":1/);
  assert.doesNotMatch(output, /\/problems\/(?!patient-not-found|stale-version|scope-missing)/);
});
