import { BODY_BYTES_MAX } from "@pms/lib/http";
import { hostOf, LIBRARY_VARIABLES, loadConfig, type Permissions, variable } from "@pms/lib/service";
import { z } from "@pms/lib/schema";

const Config = z.object({
  GATEWAY_HTTP_HOST: variable.host(),
  GATEWAY_HTTP_PORT: variable.port(4004),
  /** Of a listener for operators: `/metrics`, `/livez` and `/readyz`. Unset: there is none. */
  GATEWAY_ADMIN_PORT: variable.optionalPort(),
  GATEWAY_ADMIN_HOST: variable.host(),
  AUTH_URL: upstreamUrl(),
  PATIENT_URL: upstreamUrl(),
  BILLING_URL: upstreamUrl(),
  ANALYTICS_URL: upstreamUrl(),
  /** `host[:port]` as clients write it into `Host`; unset: 127.0.0.1 and localhost with the port listened on. */
  ALLOWED_HOSTS: hostList().optional(),
  /** The folder of swagger-ui-dist, for /api-docs. A path, since a bundle cannot hold it. */
  SWAGGER_UI_DIR: z.string().optional(),
  /** Of one account, a stop for runaway programs; 0 is no limit. */
  REQUESTS_PER_SECOND_MAX: variable.limit(2_000),
  TARGET_BYTES_MAX: bytes(8_192),
  HEADER_BYTES_MAX: bytes(16_384),
  BODY_BYTES_MAX: bytes(BODY_BYTES_MAX),
  /** All request bodies held at once, together. */
  BUFFERED_BYTES_MAX: bytes(67_108_864),
  CONNECTIONS_MAX: variable.count(8_192),
  CONNECTIONS_PER_ADDRESS_MAX: variable.count(2_048),
  HEADERS_TIMEOUT_MS: variable.milliseconds(10_000),
  REQUEST_TIMEOUT_MS: variable.milliseconds(30_000),
  /** Of a connection without a request, and of one whose client does not take its answer. */
  IDLE_TIMEOUT_MS: variable.milliseconds(30_000),
  /** Requests under way to one upstream, and so its connections too: none of them ever waits for another. */
  UPSTREAM_REQUESTS_MAX: variable.count(512),
  UPSTREAM_CONNECT_TIMEOUT_MS: variable.milliseconds(1_000),
  UPSTREAM_HEADERS_TIMEOUT_MS: variable.milliseconds(10_000),
  UPSTREAM_BODY_TIMEOUT_MS: variable.milliseconds(10_000),
  LOG_LEVEL: variable.logLevel(),
});
export type Config = Readonly<z.infer<typeof Config>>;

export function readConfig(env: { get(name: string): string | undefined }): Config {
  return loadConfig("gateway", Config, env);
}

/** All the rights the process needs with this configuration. */
export function permissions(config: Config): Permissions {
  return {
    net: [
      `${config.GATEWAY_HTTP_HOST}:${config.GATEWAY_HTTP_PORT}`,
      ...(config.GATEWAY_ADMIN_PORT === undefined ? [] : [`${config.GATEWAY_ADMIN_HOST}:${config.GATEWAY_ADMIN_PORT}`]),
      ...[config.AUTH_URL, config.PATIENT_URL, config.BILLING_URL, config.ANALYTICS_URL].map((url) => hostOf(url, 80)),
    ],
    read: config.SWAGGER_UI_DIR === undefined ? [] : [config.SWAGGER_UI_DIR],
    env: [...Object.keys(Config.shape), ...LIBRARY_VARIABLES.metrics, ...UNDICI_VARIABLES],
  };
}

const UNDICI_VARIABLES = ["UNDICI_NO_WASM_SIMD", "UNDICI_USE_MILO", "JEST_WORKER_ID"];

function bytes(preset: number) {
  const error = "expected a number of bytes from 1 to 1073741824";
  return z.string().regex(/^\d{1,10}$/, { error }).transform(Number)
    .pipe(z.number().min(1, { error }).max(1_073_741_824, { error })).default(preset);
}

/** Only the origin counts: a path in it would be lost without a word, so it is refused. */
function upstreamUrl() {
  const error = "expected http://host[:port]";
  return z.url({ protocol: /^http$/, error }).refine((url) => new URL(url).href === `${new URL(url).origin}/`, {
    error,
  })
    .transform((url) => new URL(url).origin);
}

function hostList() {
  const error = "expected host[:port][,host[:port]…]";
  return z.string().regex(/^[^\s/,@]+(,[^\s/,@]+)*$/, { error }).transform((list) => list.toLowerCase().split(","));
}
