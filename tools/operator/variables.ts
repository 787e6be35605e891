import { join, resolve } from "node:path";
import { ROOT } from "../dev/environment.ts";

/** The folder of `deno task dev` where nobody names another one. */
export const DATA_DIR = join(ROOT, ".data", "dev");

export interface Environment {
  get(name: string): string | undefined;
}

/**
 * The variables of an operator's command: those that are set, and where one is missing that of the system that runs, or
 * ran, on a data folder. Without such a folder there are only the former.
 */
export async function operatorVariables(env: Environment, dataDir: string): Promise<Environment> {
  const known = await variablesOf(resolve(dataDir));
  // A command has no right to look for secrets in files, as services may be given them.
  return { get: (name) => name.endsWith("_FILE") ? undefined : env.get(name) || known[name] };
}

async function variablesOf(dataDir: string): Promise<Readonly<Record<string, string>>> {
  try {
    const endpoints = JSON.parse(await Deno.readTextFile(join(dataDir, "endpoints.json")));
    const secrets = JSON.parse(await Deno.readTextFile(join(dataDir, "secrets.json")));
    const databaseUrl = (name: string) => `postgres://${name}:${secrets.databases[name]}@${endpoints.postgres}/${name}`;
    return {
      DATABASE_URL_PATIENT: databaseUrl("patient"),
      DATABASE_URL_ANALYTICS: databaseUrl("analytics"),
      KAFKA_BROKERS: endpoints.kafka,
      AUTH_URL: `http://${endpoints.auth.http}`,
      PATIENT_GRPC_TARGET: endpoints.patient.grpc,
      BILLING_GRPC_TARGET: endpoints.billing.grpc,
      OPERATOR_CLIENT_SECRET: secrets.operatorClient,
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

/** The hosts of such variables as they are set, and this machine, where a data folder's system is. */
export function operatorHosts(env: Environment, names: readonly string[]): string[] {
  const hosts = names.flatMap((name) => (env.get(name) ?? "").split(",")).filter((value) => value !== "");
  return ["127.0.0.1", ...hosts.map((value) => value.includes("://") ? new URL(value).host : value)];
}
