import type { Logger } from "../telemetry/mod.ts";
import { rest } from "./deadline.ts";

/** Does the work again and again until disposed, with a pause after each time. A failure is logged and waits its turn. */
export function every(pauseMs: number, work: () => Promise<void>, log: Logger): AsyncDisposable {
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      await work().catch((error: unknown) => log.warn("periodic work failed", { error }));
      await rest(pauseMs, stop.signal);
    }
  })();
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
}
