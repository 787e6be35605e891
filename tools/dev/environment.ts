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

/** What `deno task dev` itself reads. */
export const LAUNCHER_VARIABLES = [
  ...INHERITED,
  ...PASSED_ON,
  "DATABASE_URL_AUTH",
  "DATABASE_URL_PATIENT",
  "DATABASE_URL_BILLING",
  "DATABASE_URL_ANALYTICS",
  "KAFKA_BROKERS",
];

export function inheritedVariables(): Record<string, string> {
  return read(INHERITED);
}

export function passedOnVariables(): Record<string, string> {
  return read(PASSED_ON);
}

function read(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}
