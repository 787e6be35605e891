import { createLogger, createMetrics, type Logger, type LogLevel, type Metrics } from "../telemetry/mod.ts";
import { ConfigError } from "./config.ts";
import { withDeadline } from "./deadline.ts";
import { createHealth, type Health } from "./health.ts";

export interface Service {
  readonly name: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  /** Keeps a part until the service stops. Parts stop in reverse order: servers, started last, stop first. */
  use<Part extends AsyncDisposable>(part: Part): Part;
}

const STOP_DEADLINE_MS = 8_000;

/**
 * The life of one service: read its variables, start its parts, wait for SIGTERM or SIGINT, then report not ready, stop the parts in
 * reverse order and exit 0. A part that does not stop in time costs exit code 1, as does a start that fails.
 */
export async function runService<Config extends { readonly LOG_LEVEL: LogLevel }>(
  name: string,
  readConfig: (env: Deno.Env) => Config,
  start: (service: Service, config: Config) => Promise<void> | void,
): Promise<void> {
  const parts = new AsyncDisposableStack();
  const health = createHealth();
  const stopped = nextSignal();
  let log = createLogger(name);
  try {
    const config = readConfig(Deno.env);
    log = createLogger(name, config.LOG_LEVEL);
    await start({ name, log, metrics: createMetrics(name), health, use: (part) => parts.use(part) }, config);
    log.info("service started");
    log.info("service stopping", { signal: await stopped });
    health.drain();
    await withDeadline(parts.disposeAsync(), STOP_DEADLINE_MS, "Stopping");
    log.info("service stopped");
    Deno.exit(0);
  } catch (error) {
    if (error instanceof ConfigError) await Deno.stderr.write(new TextEncoder().encode(`${error.message}\n`));
    log.error("service failed", { error });
    Deno.exit(1);
  }
}

function nextSignal(): Promise<Deno.Signal> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => resolve(signal));
  });
}
