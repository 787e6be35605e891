import {
  createLogger,
  createMetrics,
  type Logger,
  type LogLevel,
  type Metrics,
  reportProcess,
  tracing,
} from "../telemetry/mod.ts";
import { ConfigError } from "./config.ts";
import { withDeadline } from "./deadline.ts";
import { createHealth, type Health, reportHealth } from "./health.ts";

export interface Service {
  readonly name: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  /** Keeps a part until the service stops. Parts stop in reverse order: servers, started last, stop first. */
  use<Part extends AsyncDisposable>(part: Part): Part;
}

const STOP_DEADLINE_MS = 8_000;
const SPAN_LIMIT = "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT";

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
    if (tracing) requireSpanLimit(Deno.env);
    const config = readConfig(Deno.env);
    log = createLogger(name, config.LOG_LEVEL);
    const metrics = createMetrics(name);
    parts.use(reportProcess(metrics));
    reportHealth(metrics, health);
    await start({ name, log, metrics, health, use: (part) => parts.use(part) }, config);
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

/**
 * Deno's own spans of HTTP hold the URL as it was sent, in their second attribute and further, and nobody can change
 * them: with one attribute a span they have none. People write names into URLs, so a service traces like this or not.
 */
function requireSpanLimit(env: { get(name: string): string | undefined }): void {
  if (env.get(SPAN_LIMIT) === "1") return;
  throw new ConfigError(
    `A service that traces (OTEL_DENO) cannot start without this variable:\n  ${SPAN_LIMIT}: expected 1`,
  );
}

function nextSignal(): Promise<Deno.Signal> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => resolve(signal));
  });
}
