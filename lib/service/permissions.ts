import { isIP } from "node:net";

/** The rights of one process, as Deno knows them. What is not named is refused. */
export interface Permissions {
  /** `host:port` of each socket it opens, its own listeners included. */
  readonly net: readonly string[];
  readonly env: readonly string[];
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly ffi?: readonly string[];
}

/** The variables our libraries look at; unset is fine, but asking without the right is an error. */
export const LIBRARY_VARIABLES = {
  postgres: ["PG*"],
  grpc: ["GRPC_*", "grpc_proxy", "https_proxy", "http_proxy", "no_grpc_proxy", "no_proxy"],
  kafka: ["KAFKAJS_*", "NODE_ENV"],
  undici: ["UNDICI_NO_WASM_SIMD", "UNDICI_USE_MILO", "JEST_WORKER_ID"],
  /** The second is asked for where `OTEL_DENO` is on. */
  metrics: ["NODE_V8_COVERAGE", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT"],
} as const;

/** The flags of `deno run` that grant just these rights. */
export function permissionFlags({ net, env, read = [], write = [], ffi = [] }: Permissions): string[] {
  const grants = { "allow-net": net, "allow-env": env, "allow-read": read, "allow-write": write, "allow-ffi": ffi };
  const flags = Object.entries(grants)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `--${name}=${[...new Set(values)].join(",")}`);
  return ["--no-prompt", ...flags];
}

/** `host:port` of an `http://` or `postgres://` URL. */
export function hostOf(url: string, presetPort: number): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || presetPort}`;
}

/** RFC 1918: where the replicas of a service are. */
const PRIVATE_NETWORKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const LOOPBACK = ["127.0.0.0/8"];

/**
 * The rights to find all replicas behind `host:port` and to choose among them. Deno's right to a name covers only what is
 * connected to by that name, and that is always the first address that answers. So the name may be looked up, and that
 * port connected to at any address where a replica can be.
 */
export function everyAddressOf(target: string): string[] {
  const colon = target.lastIndexOf(":");
  const [name, port] = [target.slice(0, colon), target.slice(colon + 1)];
  if (isIP(name.replace(/^\[|\]$/g, "")) !== 0) return [target];
  const networks = name === "localhost" ? LOOPBACK : PRIVATE_NETWORKS;
  return [name, ...networks.map((network) => `${network}:${port}`)];
}

/**
 * A young generation of at most 8 MiB a half, and an old one that is looked through when it has a little more than
 * doubled: under load that holds some 70 MiB less a service, at the same speed (docs/performance.md).
 */
export const V8_FLAGS = "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=120";
