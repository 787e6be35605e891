import { join } from "node:path";
import { ROOT } from "../../tools/dev/environment.ts";

export interface CampaignRun {
  readonly code: number;
  /** What it printed, on both streams. */
  readonly output: string;
}

/** Runs `deno task faults`; what it leaves stays only when `keep` says so. */
export async function runFaults(
  name: string,
  args: readonly string[],
  keep: (run: CampaignRun) => boolean,
): Promise<CampaignRun> {
  const dataDir = join(ROOT, ".data", "faults-test", name);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "faults", "--data-dir", dataDir, "--embedded-kafka", ...args],
    cwd: ROOT,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const run = { code, output: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
  if (!keep(run)) await Deno.remove(dataDir, { recursive: true });
  return run;
}
