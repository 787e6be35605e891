/**
 * `deno task migrate`: brings the databases and topics named by the environment up to date. May run any number of
 * times, also at once.
 */
import { hostOf, loadConfig, variable, variablesOf } from "@pms/lib/service";
import { z } from "@pms/lib/schema";
import { makeTopics, migrateDatabases } from "./dev/provision.ts";
import { withRights } from "./rights.ts";

const Config = z.object({
  DATABASE_URL_AUTH: variable.postgresUrl(),
  DATABASE_URL_PATIENT: variable.postgresUrl(),
  DATABASE_URL_BILLING: variable.postgresUrl(),
  DATABASE_URL_ANALYTICS: variable.postgresUrl(),
  KAFKA_BROKERS: variable.brokers(),
  KAFKA_REPLICATION_FACTOR: variable.count(1),
});

const root = new URL("../", import.meta.url).pathname;
const config = loadConfig("migration", Config, Deno.env);
const urls = {
  auth: config.DATABASE_URL_AUTH,
  patient: config.DATABASE_URL_PATIENT,
  billing: config.DATABASE_URL_BILLING,
  analytics: config.DATABASE_URL_ANALYTICS,
};
await withRights({
  net: [...Object.values(urls).map((url) => hostOf(url, 5432)), ...config.KAFKA_BROKERS],
  env: [...variablesOf(Config, "postgres", "kafka"), "TOOL_RIGHTS_GIVEN"],
  read: [root, ...config.FILES],
});
await migrateDatabases(urls);
await makeTopics(config.KAFKA_BROKERS.join(","), config.KAFKA_REPLICATION_FACTOR);
console.log("databases and topics are up to date");
Deno.exit(0);
