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

const Config = z.object({
  BILLING_HTTP_HOST: variable.host(),
  BILLING_HTTP_PORT: variable.port(4001),
  BILLING_GRPC_HOST: variable.host(),
  BILLING_GRPC_PORT: variable.port(9001),
  DATABASE_URL_BILLING: variable.postgresUrl(),
  DATABASE_POOL_MAX: variable.count(10),
  /** Where auth is: its public keys check the callers' tokens, */
  AUTH_URL: variable.httpUrl(),
  /** and here it tells which sessions have ended. */
  AUTH_GRPC_TARGET: variable.target(),
  /** The secret of the client `billing` at auth. */
  BILLING_CLIENT_SECRET: variable.secret(16),
  /** ISO 4217, for new accounts. */
  BILLING_CURRENCY: z.string().regex(/^[A-Z]{3}$/, { error: "expected a currency code such as EUR" }).default("EUR"),
  LOG_LEVEL: variable.logLevel(),
});
export type Config = Loaded<typeof Config>;

export function readConfig(env: Environment): Config {
  return loadConfig("billing", Config, env);
}

/** All the rights the process needs with this configuration. */
export function permissions(config: Config): Permissions {
  return {
    net: [
      `${config.BILLING_HTTP_HOST}:${config.BILLING_HTTP_PORT}`,
      `${config.BILLING_GRPC_HOST}:${config.BILLING_GRPC_PORT}`,
      hostOf(config.DATABASE_URL_BILLING, 5432),
      hostOf(config.AUTH_URL, 80),
      ...everyAddressOf(config.AUTH_GRPC_TARGET),
    ],
    read: config.FILES,
    env: variablesOf(Config, "postgres", "grpc", "metrics"),
  };
}
