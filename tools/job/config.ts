import { hostOf, loadConfig, variable, variablesOf } from "@pms/lib/service";
import type { Environment, Loaded, Permissions } from "@pms/lib/service";
import { z } from "@pms/lib/schema";

const Config = z.object({
  DATABASE_URL_AUTH: variable.postgresUrl(),
  DATABASE_URL_PATIENT: variable.postgresUrl(),
  DATABASE_URL_BILLING: variable.postgresUrl(),
  DATABASE_URL_ANALYTICS: variable.postgresUrl(),
  /** An administrator of the server, who makes the roles and databases above; unset: they are there already. */
  POSTGRES_ADMIN_URL: variable.postgresUrl().optional(),
  /** The administrator's password, where the URL does not hold it. */
  POSTGRES_PASSWORD: variable.secret(1).optional(),
  KAFKA_BROKERS: variable.brokers(),
  KAFKA_REPLICATION_FACTOR: variable.count(1),
  /** As the services have them: auth keeps their digests. */
  GATEWAY_CLIENT_SECRET: variable.secret(16),
  PATIENT_CLIENT_SECRET: variable.secret(16),
  BILLING_CLIENT_SECRET: variable.secret(16),
  ANALYTICS_CLIENT_SECRET: variable.secret(16),
  OPERATOR_CLIENT_SECRET: variable.secret(16),
  BOOTSTRAP_ADMIN_EMAIL: z.email({ error: "expected an e-mail address" }),
  BOOTSTRAP_ADMIN_PASSWORD: variable.secret(1),
  /** The native library of @node-rs/argon2. */
  ARGON2_LIBRARY: z.string({ error: "expected the path of argon2's native library" }),
  /** Holds a folder with migrations for each service that has a database. */
  MIGRATIONS_DIR: z.string({ error: "expected the path of a folder" }),
});
export type Config = Loaded<typeof Config>;

export function readConfig(env: Environment): Config {
  return loadConfig("job", Config, env);
}

/** The URL of each service's database. */
export function databaseUrls(config: Config): Readonly<Record<string, string>> {
  return {
    auth: config.DATABASE_URL_AUTH,
    patient: config.DATABASE_URL_PATIENT,
    billing: config.DATABASE_URL_BILLING,
    analytics: config.DATABASE_URL_ANALYTICS,
  };
}

/** All the rights the process needs with this configuration. */
export function permissions(config: Config): Permissions {
  const admin = config.POSTGRES_ADMIN_URL === undefined ? [] : [config.POSTGRES_ADMIN_URL];
  return {
    net: [
      ...[...Object.values(databaseUrls(config)), ...admin].map((url) => hostOf(url, 5432)),
      ...config.KAFKA_BROKERS,
    ],
    env: variablesOf(Config, "postgres", "kafka", "metrics"),
    read: [config.ARGON2_LIBRARY, config.MIGRATIONS_DIR, ...config.FILES],
    ffi: [config.ARGON2_LIBRARY],
  };
}
