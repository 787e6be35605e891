import { BODY_BYTES_MAX } from "@pms/lib/http";
import {
  type Environment,
  everyAddressOf,
  hostOf,
  loadConfig,
  type Loaded,
  type Permissions,
  variable,
  variablesOf,
} from "@pms/lib/service";
import { z } from "@pms/lib/schema";
import { parseNetworks } from "./http/client_address.ts";

const Config = z.object({
  GATEWAY_HTTP_HOST: variable.host(),
  GATEWAY_HTTP_PORT: variable.port(4004),
  /** Of a listener for operators: `/metrics`, `/livez` and `/readyz`. Unset: there is none. */
  GATEWAY_ADMIN_PORT: variable.optionalPort(),
  GATEWAY_ADMIN_HOST: variable.host(),
  AUTH_URL: upstreamUrl(),
  /** Here auth tells which sessions have ended. */
  AUTH_GRPC_TARGET: variable.target(),
  /** The secret of the client `gateway` at auth. */
  GATEWAY_CLIENT_SECRET: variable.secret(16),
  PATIENT_URL: upstreamUrl(),
  BILLING_URL: upstreamUrl(),
  ANALYTICS_URL: upstreamUrl(),
  /** `host[:port]` as clients write it into `Host`; unset: 127.0.0.1 and localhost with the port listened on. */
  ALLOWED_HOSTS: hostList().optional(),
  /** The gateway stands behind TLS: browsers are told to use nothing else for this long. 0 says nothing. */
  HSTS_MAX_AGE_S: variable.seconds(0),
  /** Origins whose pages may read answers; unset: no other than our own. */
  CORS_ORIGINS: originList().optional(),
  /** Addresses and blocks (CIDR) of the proxies in front; only these are believed on where a request comes from, */
  TRUSTED_PROXIES: networkList().default([]),
  /** and only in this header, which they must set or append to. */
  TRUSTED_PROXIES_HEADER: z.enum(["x-forwarded-for", "forwarded"]).default("x-forwarded-for"),
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
  REQUEST_TIMEOUT_MS: variable.milliseconds(25_000),
  /** Of a connection without a request, and of one whose client does not take its answer. */
  IDLE_TIMEOUT_MS: variable.milliseconds(30_000),
  /** Requests under way to one upstream, and so its connections too: none of them ever waits for another. */
  UPSTREAM_REQUESTS_MAX: variable.count(512),
  UPSTREAM_CONNECT_TIMEOUT_MS: variable.milliseconds(1_000),
  UPSTREAM_HEADERS_TIMEOUT_MS: variable.milliseconds(10_000),
  UPSTREAM_BODY_TIMEOUT_MS: variable.milliseconds(10_000),
  /** A name may come to mean other addresses: how often that is looked at. */
  UPSTREAM_LOOKUP_EVERY_MS: variable.milliseconds(2_000),
  LOG_LEVEL: variable.logLevel(),
});
export type Config = Loaded<typeof Config>;

export function readConfig(env: Environment): Config {
  return loadConfig("gateway", Config, env);
}

/** All the rights the process needs with this configuration. */
export function permissions(config: Config): Permissions {
  return {
    net: [
      `${config.GATEWAY_HTTP_HOST}:${config.GATEWAY_HTTP_PORT}`,
      ...(config.GATEWAY_ADMIN_PORT === undefined ? [] : [`${config.GATEWAY_ADMIN_HOST}:${config.GATEWAY_ADMIN_PORT}`]),
      ...[config.AUTH_URL, config.PATIENT_URL, config.BILLING_URL, config.ANALYTICS_URL].flatMap((url) =>
        everyAddressOf(hostOf(url, 80))
      ),
      ...everyAddressOf(config.AUTH_GRPC_TARGET),
    ],
    read: [...(config.SWAGGER_UI_DIR === undefined ? [] : [config.SWAGGER_UI_DIR]), ...config.FILES],
    env: variablesOf(Config, "grpc", "metrics", "undici"),
  };
}

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

function originList() {
  const error = "expected http[s]://host[:port][,http[s]://host[:port]…]";
  return z.string().transform((list) => list.split(",")).refine(
    (origins) => origins.every((origin) => /^https?:/.test(origin) && URL.parse(origin)?.origin === origin),
    { error },
  );
}

function networkList() {
  return z.string().transform((list, context) => {
    try {
      return parseNetworks(list);
    } catch {
      context.addIssue({ code: "custom", message: "expected address[/bits][,address[/bits]…]" });
      return z.NEVER;
    }
  });
}

function hostList() {
  const error = "expected host[:port][,host[:port]…]";
  return z.string().regex(/^[^\s/,@]+(,[^\s/,@]+)*$/, { error }).transform((list) => list.toLowerCase().split(","));
}
