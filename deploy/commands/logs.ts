import type { Context } from "../context.ts";
import { linesSince, type LogLine } from "../logs.ts";
import type { ServiceName } from "../topology.ts";

const POLL_MS = 1_000;
/** Lines may arrive late and out of order; for so long one is looked for again. */
const OVERLAP_MS = 10_000;

/** What a service, or the job, printed: since a moment, and with `follow` until the signal. */
export async function logs(
  { aws, topology }: Context,
  options: { readonly of: ServiceName | "job"; readonly follow: boolean; readonly sinceMs: number },
  print: (line: LogLine) => void,
  stopped: AbortSignal,
): Promise<void> {
  let fromMs = Date.now() - options.sinceMs;
  let seen = new Map<string, number>();
  while (true) {
    for (const line of await linesSince(aws, topology, options.of, fromMs)) {
      if (seen.has(line.id)) continue;
      seen.set(line.id, line.atMs);
      print(line);
    }
    if (!options.follow || stopped.aborted) return;
    const newest = Math.max(fromMs, ...seen.values());
    fromMs = Math.max(fromMs, newest - OVERLAP_MS);
    seen = new Map([...seen].filter(([, atMs]) => atMs >= fromMs));
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
