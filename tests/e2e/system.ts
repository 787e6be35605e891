import { fileURLToPath } from "node:url";
import { startChild } from "../../tools/child.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const READY_MS_MAX = 60_000;

/** The seven parts, as `deno task dev` names them. */
export const PARTS = ["postgres", "kafka", "auth", "billing", "patient", "analytics", "gateway"] as const;

/** A whole system that `deno task dev` runs for a test, on ports of its own. */
export interface System extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  /** What the launcher printed so far. */
  output(): string;
  /** The process id of a running part, or undefined where somebody else runs it. */
  pidOf(part: string): Promise<number | undefined>;
  kill(part: string, signal: Deno.Signal): Promise<void>;
  /** Kill -9 of all of it, the launcher first, so that nobody starts anything again. */
  killEverything(): Promise<void>;
  /** Asks the launcher to stop and returns its exit code. */
  stop(): Promise<number>;
}

/** A data folder of its own for one test. */
export async function newDataDir(): Promise<string> {
  await Deno.mkdir(`${ROOT}.data/e2e`, { recursive: true });
  return await Deno.makeTempDir({ dir: `${ROOT}.data/e2e`, prefix: "system " });
}

export async function startSystem(
  dataDir: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<System> {
  const command = ["task", "--quiet", "dev", "--port", "0", "--data-dir", dataDir, ...args];
  const launcher = startChild(Deno.execPath(), command, { cwd: ROOT, env });

  async function pidOf(part: string): Promise<number | undefined> {
    const file = await Deno.readTextFile(`${dataDir}/run/${part}.json`).catch(() => undefined);
    return file === undefined ? undefined : JSON.parse(file).pid;
  }

  async function kill(part: string, signal: Deno.Signal): Promise<void> {
    const pid = await pidOf(part);
    if (pid !== undefined) Deno.kill(pid, signal);
  }

  async function stop(): Promise<number> {
    // `deno task` passes the signal on to the launcher.
    launcher.kill("SIGTERM");
    return await launcher.ended;
  }

  await launcher.printed(/^ready in [\d.]+ s$/m, READY_MS_MAX);
  const endpoints = JSON.parse(await Deno.readTextFile(`${dataDir}/endpoints.json`));

  return {
    url: `http://${endpoints.gateway.http}`,
    dataDir,
    output: launcher.output,
    pidOf,
    kill,
    killEverything: async () => {
      for (const pid of await descendants(launcher.pid)) Deno.kill(pid, "SIGKILL");
      for (const part of PARTS) await kill(part, "SIGKILL");
      await launcher.ended;
    },
    stop,
    [Symbol.asyncDispose]: async () => void await stop(),
  };
}

/** A process and those under it that are in its group: `deno task` and the launcher, not the parts. */
async function descendants(pid: number): Promise<number[]> {
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/task/${pid}/children`], stderr: "null" })
    .output();
  const children = new TextDecoder().decode(stdout).trim().split(" ").filter((word) => word !== "").map(Number);
  const launchers = children.slice(0, 1);
  return [pid, ...launchers];
}
