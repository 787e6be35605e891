import { PATIENT_EVENTS } from "@pms/lib/events";
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
  ANALYTICS_HTTP_HOST: variable.host(),
  ANALYTICS_HTTP_PORT: variable.port(4002),
  DATABASE_URL_ANALYTICS: variable.postgresUrl(),
  DATABASE_POOL_MAX: variable.count(10),
  KAFKA_BROKERS: variable.brokers(),
  /** Where auth is: its public keys check the callers' tokens, */
  AUTH_URL: variable.httpUrl(),
  /** and here it tells which sessions have ended. */
  AUTH_GRPC_TARGET: variable.target(),
  /** The secret of the client `analytics` at auth. */
  ANALYTICS_CLIENT_SECRET: variable.secret(16),
  ANALYTICS_GROUP_ID: z.string().max(249).default("analytics"),
  /** What cannot be read goes to the topic of this name with `.dlt` at its end. */
  PATIENT_EVENTS_TOPIC: z.string()
    .regex(/^[A-Za-z0-9._-]{1,245}$/, { error: "expected the name of a topic" }).default(PATIENT_EVENTS),
  LOG_LEVEL: variable.logLevel(),
});
export type Config = Loaded<typeof Config>;

export function readConfig(env: Environment): Config {
  return loadConfig("analytics", Config, env);
}

/** All the rights the process needs with this configuration. */
export function permissions(config: Config): Permissions {
  return {
    net: [
      `${config.ANALYTICS_HTTP_HOST}:${config.ANALYTICS_HTTP_PORT}`,
      hostOf(config.DATABASE_URL_ANALYTICS, 5432),
      ...config.KAFKA_BROKERS,
      hostOf(config.AUTH_URL, 80),
      ...everyAddressOf(config.AUTH_GRPC_TARGET),
    ],
    read: config.FILES,
    env: variablesOf(Config, "postgres", "grpc", "kafka", "metrics"),
  };
}
