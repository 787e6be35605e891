import { fileURLToPath } from "node:url";

/** The project's folder, without a slash at its end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** What a Deno process needs of the launcher's environment to find its caches, and nothing else. */
const INHERITED = ["HOME", "PATH", "DENO_DIR", "XDG_CACHE_HOME", "TMPDIR", "NO_COLOR"];

/** What `deno task dev` itself reads. */
export const LAUNCHER_VARIABLES = [
  ...INHERITED,
  "DATABASE_URL_AUTH",
  "DATABASE_URL_PATIENT",
  "DATABASE_URL_BILLING",
  "DATABASE_URL_ANALYTICS",
  "KAFKA_BROKERS",
];

export function inheritedVariables(): Record<string, string> {
  return Object.fromEntries(INHERITED.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}
