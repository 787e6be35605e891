/**
 * What has to be done before a version's services start, as a program of its own: makes roles and databases where an
 * administrator's URL is given, applies migrations, makes topics, tells auth the services' secrets and makes the first
 * administrator. Does nothing where all is as it should be. May run any number of times, also at once.
 */
import { openDatabase, provisionDatabase } from "@pms/lib/db";
import { ConfigError } from "@pms/lib/service";
import { pathToFileURL } from "node:url";
import { createPasswords } from "../../services/auth/domain/password.ts";
import { insertFirstAdministrator } from "../../services/auth/sql/staff.ts";
import { makeTopics, migrateDatabases, saveClients } from "../dev/provision.ts";
import { type Config, databaseUrls, readConfig } from "./config.ts";

try {
  await run(readConfig(Deno.env));
  Deno.exit(0);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  console.error(error instanceof ConfigError ? why : `The job failed, and can be run again: ${why}`);
  Deno.exit(1);
}

async function run(config: Config): Promise<void> {
  const urls = databaseUrls(config);
  if (config.POSTGRES_ADMIN_URL !== undefined) {
    await provision(config.POSTGRES_ADMIN_URL, config.POSTGRES_PASSWORD, Object.values(urls));
    console.log("roles and databases are there");
  }
  const migrations = pathToFileURL(`${config.MIGRATIONS_DIR}/`);
  await Promise.all([
    migrateDatabases(urls, (name) => new URL(`${name}/`, migrations)),
    makeTopics(config.KAFKA_BROKERS.join(","), config.KAFKA_REPLICATION_FACTOR),
  ]);
  console.log("databases and topics are up to date");

  await using auth = openDatabase({ url: config.DATABASE_URL_AUTH, poolMax: 1, applicationName: "job" });
  await saveClients(auth.query, {
    gateway: config.GATEWAY_CLIENT_SECRET,
    patient: config.PATIENT_CLIENT_SECRET,
    billing: config.BILLING_CLIENT_SECRET,
    analytics: config.ANALYTICS_CLIENT_SECRET,
    operator: config.OPERATOR_CLIENT_SECRET,
  });
  const email = config.BOOTSTRAP_ADMIN_EMAIL;
  const passwordHash = await createPasswords(config.ARGON2_LIBRARY, { atOnceMax: 1 }).hash(
    config.BOOTSTRAP_ADMIN_PASSWORD,
  );
  const added = await insertFirstAdministrator(auth.query, { email, displayName: email, passwordHash });
  console.log(added ? "the first administrator was made" : "there is an administrator already");
}

/** Role and database are those that a service's own URL names. */
async function provision(admin: string, password: string | undefined, urls: readonly string[]): Promise<void> {
  const adminUrl = new URL(admin);
  if (password !== undefined) adminUrl.password = encodeURIComponent(password);
  for (const each of urls) {
    const url = new URL(each);
    const name = decodeURIComponent(url.username);
    if (url.pathname !== `/${url.username}`) throw new Error(`The database of ${name} must have the name of its role`);
    await provisionDatabase({ adminUrl: adminUrl.href, name, password: decodeURIComponent(url.password) });
  }
}
