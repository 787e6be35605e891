import { type Bench, readLoad } from "./comparisons.ts";
import type { LoadTool } from "./load.ts";
import { until } from "./following.ts";
import { isRunning } from "./proc.ts";
import { SERVICES } from "./system.ts";

/** How a service ended after SIGTERM. */
export interface Stop {
  readonly service: string;
  readonly ms: number;
  /** In the launcher's words. */
  readonly ending: string;
}

const DEADLINE_MS = 20_000;
const READERS = 8;
const READ_SECONDS = 3;
const HEAD_START_MS = 500;

/** Ends each service once while patients are read; the launcher starts it again. */
export async function measureStops(bench: Bench, tool: LoadTool): Promise<Stop[]> {
  const { system } = bench;
  const load = { ...await readLoad(bench), clients: READERS, seconds: READ_SECONDS };
  const stops: Stop[] = [];
  for (const service of SERVICES) {
    const pid = await system.pidOf(service);
    const reading = tool.run(load).catch(() => undefined); // Its connections break, as they may.
    await new Promise((resolve) => setTimeout(resolve, HEAD_START_MS));
    const saidBefore = system.output().length;
    Deno.kill(pid, "SIGTERM");
    const ms = await until(DEADLINE_MS, async () => !await isRunning(pid));
    await reading;
    await until(DEADLINE_MS, () => Promise.resolve(saysReady(system.output().slice(saidBefore), service)));
    const ending = new RegExp(`^${service} +ended \\(([^)]*)\\)`, "m").exec(system.output().slice(saidBefore))?.[1];
    stops.push({ service, ms, ending: ending ?? "unknown" });
  }
  return stops;
}

function saysReady(text: string, service: string): boolean {
  return new RegExp(`^${service} +ready`, "m").test(text);
}
