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

/** What billing takes in one call. */
const BILLING_BATCH_MAX = 1_000;

const Config = z.object({
  PATIENT_HTTP_HOST: variable.host(),
  PATIENT_HTTP_PORT: variable.port(4000),
  PATIENT_GRPC_HOST: variable.host(),
  PATIENT_GRPC_PORT: variable.port(9000),
  DATABASE_URL_PATIENT: variable.postgresUrl(),
  DATABASE_POOL_MAX: variable.count(10),
  KAFKA_BROKERS: variable.brokers(),
  /** Where auth is: its public keys check the callers' tokens, and it gives this service its own. */
  AUTH_URL: variable.httpUrl(),
  /** Here auth tells which sessions have ended. */
  AUTH_GRPC_TARGET: variable.target(),
  /** The secret of the client `patient` at auth. */
  PATIENT_CLIENT_SECRET: variable.secret(16),
  BILLING_GRPC_TARGET: variable.target(),
  BILLING_DEADLINE_MS: variable.milliseconds(5_000),
  /** So old a connection to billing gets; the next one finds replicas that have come since. */
  CONNECTION_AGE_MAX_MS: variable.milliseconds(30_000),
  RELAY_BATCH_MAX: variable.count(1_000)
    .refine((count) => count <= BILLING_BATCH_MAX, { error: `expected at most ${BILLING_BATCH_MAX}` }),
  LOG_LEVEL: variable.logLevel(),
});
export type Config = Loaded<typeof Config>;

export function readConfig(env: Environment): Config {
  return loadConfig("patient", Config, env);
}

/** All the rights the process needs with this configuration. */
export function permissions(config: Config): Permissions {
  return {
    net: [
      `${config.PATIENT_HTTP_HOST}:${config.PATIENT_HTTP_PORT}`,
      `${config.PATIENT_GRPC_HOST}:${config.PATIENT_GRPC_PORT}`,
      hostOf(config.DATABASE_URL_PATIENT, 5432),
      ...config.KAFKA_BROKERS,
      hostOf(config.AUTH_URL, 80),
      ...everyAddressOf(config.AUTH_GRPC_TARGET),
      ...everyAddressOf(config.BILLING_GRPC_TARGET),
    ],
    read: config.FILES,
    env: variablesOf(Config, "postgres", "grpc", "kafka", "metrics"),
  };
}
