import { permissionFlags, type Permissions, V8_FLAGS } from "@pms/lib/service";
import { join } from "node:path";
import * as analytics from "../../services/analytics/config.ts";
import * as auth from "../../services/auth/config.ts";
import * as billing from "../../services/billing/config.ts";
import * as gateway from "../../services/gateway/config.ts";
import * as patient from "../../services/patient/config.ts";
import { argon2Library, swaggerUiDir } from "./npm_files.ts";
import type { Secrets } from "./data_dir.ts";
import { type Endpoints, portOf } from "./endpoints.ts";
import { inheritedVariables, passedOnVariables, ROOT, traceVariables } from "./environment.ts";
import type { Part } from "./supervisor.ts";

export interface ServiceOptions {
  readonly endpoints: Endpoints;
  readonly secrets: Secrets;
  /** `DATABASE_URL_…` of each service. */
  readonly databaseUrls: Readonly<Record<string, string>>;
  readonly brokers: string;
  readonly watch: boolean;
}

interface ServiceModule<Config> {
  readConfig(env: { get(name: string): string | undefined }): Config;
  permissions(config: Config): Permissions;
}

/** The five services, each with the variables it reads and just the rights that follow from them. */
export function serviceParts(options: ServiceOptions): Part[] {
  const { endpoints, secrets, databaseUrls, brokers } = options;
  const authAt = { AUTH_URL: `http://${endpoints.auth.http}`, AUTH_GRPC_TARGET: endpoints.auth.grpc };

  function part<Config>(
    name: "auth" | "patient" | "billing" | "analytics" | "gateway",
    module: ServiceModule<Config>,
    variables: Record<string, string>,
  ): Part {
    const all = { ...passedOnVariables(), ...variables };
    const rights = module.permissions(module.readConfig({ get: (variable) => all[variable] }));
    const read = Object.fromEntries(Object.entries(all).filter(([variable]) => rights.env.includes(variable)));
    const entry = join(ROOT, "services", name, "main.ts");
    const args = ["run", ...(options.watch ? ["--watch"] : []), V8_FLAGS, ...permissionFlags(rights), entry];
    const address = endpoints[name].http;
    return {
      name,
      executable: Deno.execPath(),
      args,
      env: { ...inheritedVariables(), ...read, ...traceVariables(name) },
      knownBy: args.join(" "),
      // The watcher takes a program that ends on SIGTERM for one to start again.
      stopSignal: options.watch ? "SIGINT" : "SIGTERM",
      address,
      ready: () => isReady(address),
    };
  }

  return [
    part("auth", auth, {
      AUTH_HTTP_PORT: String(portOf(endpoints.auth.http)),
      AUTH_GRPC_PORT: String(portOf(endpoints.auth.grpc)),
      DATABASE_URL_AUTH: databaseUrls["auth"] ?? "",
      AUTH_KEY_ENCRYPTION_KEY: secrets.keyEncryptionKey,
      ARGON2_LIBRARY: argon2Library(),
    }),
    part("billing", billing, {
      ...authAt,
      BILLING_CLIENT_SECRET: secrets.billingClient,
      BILLING_HTTP_PORT: String(portOf(endpoints.billing.http)),
      BILLING_GRPC_PORT: String(portOf(endpoints.billing.grpc)),
      DATABASE_URL_BILLING: databaseUrls["billing"] ?? "",
    }),
    part("patient", patient, {
      ...authAt,
      PATIENT_HTTP_PORT: String(portOf(endpoints.patient.http)),
      PATIENT_GRPC_PORT: String(portOf(endpoints.patient.grpc)),
      DATABASE_URL_PATIENT: databaseUrls["patient"] ?? "",
      KAFKA_BROKERS: brokers,
      PATIENT_CLIENT_SECRET: secrets.patientClient,
      BILLING_GRPC_TARGET: endpoints.billing.grpc,
    }),
    part("analytics", analytics, {
      ...authAt,
      ANALYTICS_CLIENT_SECRET: secrets.analyticsClient,
      ANALYTICS_HTTP_PORT: String(portOf(endpoints.analytics.http)),
      DATABASE_URL_ANALYTICS: databaseUrls["analytics"] ?? "",
      KAFKA_BROKERS: brokers,
    }),
    part("gateway", gateway, {
      ...authAt,
      GATEWAY_CLIENT_SECRET: secrets.gatewayClient,
      GATEWAY_HTTP_PORT: String(portOf(endpoints.gateway.http)),
      GATEWAY_ADMIN_PORT: String(portOf(endpoints.gateway.admin)),
      PATIENT_URL: `http://${endpoints.patient.http}`,
      BILLING_URL: `http://${endpoints.billing.http}`,
      ANALYTICS_URL: `http://${endpoints.analytics.http}`,
      SWAGGER_UI_DIR: swaggerUiDir(),
    }),
  ];
}

const READY_DEADLINE_MS = 2_000;

async function isReady(address: string): Promise<boolean> {
  const response = await fetch(`http://${address}/readyz`, { signal: AbortSignal.timeout(READY_DEADLINE_MS) });
  await response.body?.cancel();
  return response.ok;
}
