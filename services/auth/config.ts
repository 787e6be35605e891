import { JWKS_REFRESH_MS } from "@pms/lib/auth";
import {
  type Environment,
  hostOf,
  loadConfig,
  type Loaded,
  type Permissions,
  variable,
  variablesOf,
} from "@pms/lib/service";
import { z } from "@pms/lib/schema";
import type { SignInRules } from "./domain/sign_in_limit.ts";

/** Twice as long as services keep the keys that they fetched. */
const KEY_LEAD_S_MIN = 2 * JWKS_REFRESH_MS / 1_000;

const Config = z.object({
  AUTH_HTTP_HOST: variable.host(),
  AUTH_HTTP_PORT: variable.port(4005),
  AUTH_GRPC_HOST: variable.host(),
  AUTH_GRPC_PORT: variable.port(9005),
  DATABASE_URL_AUTH: variable.postgresUrl(),
  DATABASE_POOL_MAX: variable.count(5),
  /** Random: seals the private signing keys in the database. */
  AUTH_KEY_ENCRYPTION_KEY: variable.key(32),
  /** A signing key is followed by another when it is this old, */
  KEY_ROTATE_AFTER_DAYS: variable.count(90),
  /** which everybody can have fetched for this long before it signs. */
  KEY_LEAD_S: variable.count(900)
    .refine((seconds) => seconds >= KEY_LEAD_S_MIN, { error: `expected at least ${KEY_LEAD_S_MIN}` }),
  ACCESS_TOKEN_LIFETIME_S: variable.count(900),
  /** A session ends when it was not used for this long, */
  SESSION_IDLE_S: variable.count(12 * 3_600),
  /** and at the latest after this. */
  SESSION_LIFETIME_S: variable.count(7 * 86_400),
  /** For this long a used refresh token gives its successor once more. */
  REFRESH_REPEAT_S: variable.count(10),
  /** Those who watch the revocations: one stream for each process of each service. */
  REVOCATION_STREAMS_MAX: variable.count(200),
  /** Passwords hashed at once; each takes 19 MiB and one thread for some 20 ms. One leaves the other cores to others. */
  PASSWORD_HASHES_MAX: variable.count(1),
  /** From this failure in a row on an account has to wait before the next try, */
  SIGN_IN_FAILURES_MAX: variable.count(5),
  /** for so long at first, twice as long after each further one, */
  SIGN_IN_WAIT_MS: variable.milliseconds(1_000),
  /** and no longer than this. */
  SIGN_IN_WAIT_MAX_MS: variable.milliseconds(900_000),
  /** Failures that an address may have at once; 0 is no limit. */
  SIGN_IN_ADDRESS_FAILURES_MAX: variable.limit(30),
  /** One of them comes back in this time. */
  SIGN_IN_ADDRESS_REFILL_MS: variable.milliseconds(2_000),
  /** Of the one-time link of an invitation or a reset. */
  PASSWORD_RESET_LIFETIME_S: variable.count(3_600),
  /** The native library of @node-rs/argon2. A path, since a bundle cannot hold it. */
  ARGON2_LIBRARY: z.string({ error: "expected the path of argon2's native library" }),
  LOG_LEVEL: variable.logLevel(),
});
export type Config = Loaded<typeof Config>;

export function readConfig(env: Environment): Config {
  return loadConfig("auth", Config, env);
}

export function signInRules(config: Config): SignInRules {
  return {
    failuresMax: config.SIGN_IN_FAILURES_MAX,
    waitMs: config.SIGN_IN_WAIT_MS,
    waitMaxMs: config.SIGN_IN_WAIT_MAX_MS,
    address: { failuresMax: config.SIGN_IN_ADDRESS_FAILURES_MAX, refillMs: config.SIGN_IN_ADDRESS_REFILL_MS },
  };
}

/** All the rights the process needs with this configuration. */
export function permissions(config: Config): Permissions {
  return {
    net: [
      `${config.AUTH_HTTP_HOST}:${config.AUTH_HTTP_PORT}`,
      `${config.AUTH_GRPC_HOST}:${config.AUTH_GRPC_PORT}`,
      hostOf(config.DATABASE_URL_AUTH, 5432),
    ],
    env: variablesOf(Config, "postgres", "grpc", "metrics"),
    read: [config.ARGON2_LIBRARY, ...config.FILES],
    ffi: [config.ARGON2_LIBRARY],
  };
}
