import { fileURLToPath } from "node:url";

/** The project's folder, without a slash at its end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** What a Deno process needs of the launcher's environment to find its caches, and nothing else. */
const INHERITED = ["HOME", "PATH", "DENO_DIR", "XDG_CACHE_HOME", "TMPDIR", "NO_COLOR"];

/** Variables of services that may be set for the whole system; each service gets those that it reads. */
const PASSED_ON = [
  "LOG_LEVEL",
  "REQUESTS_PER_SECOND_MAX",
  "SIGN_IN_FAILURES_MAX",
  "SIGN_IN_WAIT_MS",
  "SIGN_IN_WAIT_MAX_MS",
  "SIGN_IN_ADDRESS_FAILURES_MAX",
  "SIGN_IN_ADDRESS_REFILL_MS",
  "PASSWORD_RESET_LIFETIME_S",
  "PASSWORD_HASHES_MAX",
  "TRUSTED_PROXIES",
  "TRUSTED_PROXIES_HEADER",
];

/** Where spans go and how: OpenTelemetry's own names. */
const TRACE_VARIABLES = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_PROTOCOL",
  "OTEL_EXPORTER_OTLP_HEADERS",
  "OTEL_EXPORTER_OTLP_TIMEOUT",
  "OTEL_RESOURCE_ATTRIBUTES",
  "OTEL_TRACES_SAMPLER",
  "OTEL_TRACES_SAMPLER_ARG",
  "OTEL_BSP_SCHEDULE_DELAY",
  "OTEL_BSP_MAX_QUEUE_SIZE",
  "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
];

/** What `deno task dev` itself reads. */
export const LAUNCHER_VARIABLES = [
  ...INHERITED,
  ...PASSED_ON,
  "DATABASE_URL_AUTH",
  "DATABASE_URL_PATIENT",
  "DATABASE_URL_BILLING",
  "DATABASE_URL_ANALYTICS",
  "KAFKA_BROKERS",
  "TRACES",
  ...TRACE_VARIABLES,
];

export function inheritedVariables(): Record<string, string> {
  return read(INHERITED);
}

export function passedOnVariables(): Record<string, string> {
  return read(PASSED_ON);
}

/**
 * What makes a service trace, where `deno task dev` was started with `OTEL_DENO=true`. The task takes that from the
 * launcher, which would trace its own questions, and hands it on as `TRACES`. A trace begins at the gateway only; the
 * services record what belongs to one, and no probe. Their metrics are read at `/metrics`, and not sent.
 */
export function traceVariables(service: string): Record<string, string> {
  if (Deno.env.get("TRACES") !== "true") return {};
  return {
    OTEL_DENO: "true",
    OTEL_DENO_METRICS: "false",
    OTEL_DENO_CONSOLE: "ignore",
    OTEL_SERVICE_NAME: service,
    OTEL_EXPORTER_OTLP_TIMEOUT: "500", // Milliseconds. A service that stops waits so long for its last spans, twice.
    OTEL_TRACES_SAMPLER: service === "gateway" ? "parentbased_always_on" : "parentbased_always_off",
    ...read(TRACE_VARIABLES),
    OTEL_SPAN_LINK_COUNT_LIMIT: "1000", // A batch is linked to each of its rows.
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "1",
  };
}

function read(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}
