import { fileURLToPath } from "node:url";
import { startChild } from "../../tools/child.ts";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const READY_MS_MAX = 180_000;

/** `deno task emulator` on ports of its own, for one test. */
export interface Emulator {
  readonly endpoint: string;
  /** What it calls itself in the labels of the containers that it runs. */
  readonly instance: string;
  output(): string;
  /** Kill -9 of the emulator itself; its launcher says so and ends. */
  kill(): Promise<number>;
  /** Kill -9 of the launcher: what it started is left over. */
  killLauncher(): Promise<number>;
  /** Asks the launcher to stop and returns its exit code. */
  stop(): Promise<number>;
}

/** Three ports in a row that are free now: the emulator's, PostgreSQL's and Kafka's. */
export function freePorts(): number {
  while (true) {
    const first = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = first.addr;
    first.close();
    if (port + 2 > 65_535) continue;
    try {
      for (const next of [port + 1, port + 2]) Deno.listen({ hostname: "127.0.0.1", port: next }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}

export async function startEmulator(port: number, dataDir: string): Promise<Emulator> {
  const args = ["task", "--quiet", "emulator", "--port", String(port), "--data-dir", dataDir];
  const launcher = startChild(Deno.execPath(), args, { cwd: ROOT });
  await launcher.printed(/^ready in [\d.]+ s$/m, READY_MS_MAX);
  const killAll = async (commandLine: string) => {
    const found = await command("pgrep", "--full", commandLine);
    for (const pid of found.split("\n").filter((each) => each !== "")) Deno.kill(Number(pid), "SIGKILL");
    return await launcher.ended;
  };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    instance: `ministack.instance=patient-management:${port}`,
    output: launcher.output,
    kill: () => killAll(`${dataDir}/venv/bin/ministack`),
    killLauncher: () => killAll(`localstack/main.ts --port ${port}`),
    stop: async () => {
      launcher.kill("SIGTERM");
      return await launcher.ended;
    },
  };
}

/** What a program printed. Fails when the program does. */
export async function command(program: string, ...args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args], stdin: "null" }).output();
  if (!success) throw new Error(`${program} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout).trim();
}

/** What really runs, by the engine's word: an emulator can pretend. Image and container id by service. */
export async function containers(emulator: Emulator): Promise<Map<string, { id: string; revision: string }>> {
  const filter = ["--filter", "label=ministack=ecs", "--filter", `label=${emulator.instance}`];
  const ids = (await command("docker", "ps", "--quiet", "--no-trunc", ...filter)).split("\n").filter((id) => id !== "");
  const found = await Promise.all(ids.map(async (id) => {
    const labels = JSON.parse(await command("docker", "inspect", "--format", "{{json .Config.Labels}}", id));
    const name: string = labels["com.amazonaws.ecs.container-name"];
    return [name, { id, revision: labels["org.opencontainers.image.revision"] as string }] as const;
  }));
  return new Map(found);
}
