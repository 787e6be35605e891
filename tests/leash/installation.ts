import type { Permissions } from "@pms/lib/service";
import * as analytics from "../../services/analytics/config.ts";
import * as auth from "../../services/auth/config.ts";
import * as billing from "../../services/billing/config.ts";
import * as gateway from "../../services/gateway/config.ts";
import * as patient from "../../services/patient/config.ts";
import { newSecrets, type Secrets } from "../../tools/dev/data_dir.ts";
import type { Endpoints } from "../../tools/dev/endpoints.ts";
import { serviceParts } from "../../tools/dev/services.ts";
import type { Part } from "../../tools/dev/supervisor.ts";
import { freePort } from "../../tools/free_port.ts";

export const SERVICES = ["gateway", "auth", "patient", "billing", "analytics"] as const;
export type ServiceName = (typeof SERVICES)[number];

const RIGHTS: Readonly<Record<ServiceName, (env: { get(name: string): string | undefined }) => Permissions>> = {
  gateway: (env) => gateway.permissions(gateway.readConfig(env)),
  auth: (env) => auth.permissions(auth.readConfig(env)),
  patient: (env) => patient.permissions(patient.readConfig(env)),
  billing: (env) => billing.permissions(billing.readConfig(env)),
  analytics: (env) => analytics.permissions(analytics.readConfig(env)),
};

/** Where an installation listens, and what it keeps to itself. */
export interface Installation {
  readonly endpoints: Endpoints;
  readonly secrets: Secrets;
  readonly databaseUrls: Readonly<Record<string, string>>;
}

/** What `deno task dev` wrote into its data folder. */
export async function installationOf(dataDir: string): Promise<Installation> {
  const read = async (name: string) => JSON.parse(await Deno.readTextFile(`${dataDir}/${name}`));
  return withDatabases(await read("endpoints.json"), await read("secrets.json"));
}

/** One on free ports, of which nothing runs. */
export function inventedInstallation(): Installation {
  return withDatabases({ ...newServiceEndpoints(), postgres: newAddress(), kafka: newAddress() }, newSecrets());
}

/** Free ports for the five services. */
export function newServiceEndpoints(): Omit<Endpoints, "postgres" | "kafka"> {
  return {
    gateway: { http: newAddress(), admin: newAddress() },
    auth: { http: newAddress(), grpc: newAddress() },
    patient: { http: newAddress(), grpc: newAddress() },
    billing: { http: newAddress(), grpc: newAddress() },
    analytics: { http: newAddress() },
  };
}

function newAddress(): string {
  return `127.0.0.1:${freePort()}`;
}

function withDatabases(endpoints: Endpoints, secrets: Secrets): Installation {
  const databaseUrls = Object.fromEntries(
    Object.entries(secrets.databases).map(([name, password]) => {
      const given = Deno.env.get(`DATABASE_URL_${name.toUpperCase()}`);
      return [name, given ?? `postgres://${name}:${password}@${endpoints.postgres}/${name}`];
    }),
  );
  return { endpoints, secrets, databaseUrls };
}

/** The five services exactly as the launcher starts them. */
export function launchedParts({ endpoints, secrets, databaseUrls }: Installation): Map<ServiceName, Part> {
  const parts = serviceParts({ endpoints, secrets, databaseUrls, brokers: endpoints.kafka, watch: false });
  return new Map(parts.map((part) => [part.name as ServiceName, part]));
}

/** The flags between `deno run` and the program. */
export function flagsOf({ args }: Part): string[] {
  return args.slice(1, -1);
}

/** What the service itself says that it needs with the variables it gets. */
export function rightsOf(name: ServiceName, { env = {} }: Part): Permissions {
  return RIGHTS[name]({ get: (variable) => env[variable] });
}

/** `host:port` of the service's own listeners. */
export function listenersOf(name: ServiceName, { endpoints }: Installation): string[] {
  return Object.values(endpoints[name]);
}
