import type { Role, ServiceScope } from "@pms/lib/auth";
import { migrate, openDatabase, provisionDatabase, type Query } from "@pms/lib/db";
import { createKafka, ensureTopics } from "@pms/lib/events";
import { digestOf } from "../../services/auth/domain/secret.ts";
import { saveClient } from "../../services/auth/sql/clients.ts";
import { insertStaff } from "../../services/auth/sql/staff.ts";
import type { Secrets } from "./data_dir.ts";
import { DATABASES } from "./databases.ts";

/** The roles and databases of an empty server. */
export async function provisionDatabases(adminUrl: string, passwords: Readonly<Record<string, string>>): Promise<void> {
  for (const name of DATABASES) await provisionDatabase({ adminUrl, name, password: passwords[name] ?? "" });
}

/** Brings the databases given up to date, by the migrations in the folder that each service has in the sources. */
export async function migrateDatabases(
  urls: Readonly<Record<string, string>>,
  folderOf = (name: string) => new URL(`../../services/${name}/sql/migrations/`, import.meta.url),
): Promise<void> {
  await Promise.all(DATABASES.map((name) => migrate({ url: urls[name] ?? "", folder: folderOf(name) })));
}

export async function makeTopics(brokers: string, replicationFactor: number): Promise<void> {
  await ensureTopics(createKafka({ brokers: brokers.split(","), clientId: "migrate" }), replicationFactor);
}

/** Accounts for development and tests, all with the password `password123`. */
export const DEVELOPMENT_ACCOUNTS: readonly { email: string; displayName: string; roles: readonly Role[] }[] = [
  { email: "admin@example.com", displayName: "Alex Admin", roles: ["ADMIN"] },
  { email: "registrar@example.com", displayName: "Robin Registrar", roles: ["REGISTRAR"] },
  { email: "clinician@example.com", displayName: "Chris Clinician", roles: ["CLINICIAN"] },
  { email: "billing@example.com", displayName: "Bo Billing", roles: ["BILLING_CLERK"] },
  { email: "analyst@example.com", displayName: "Ari Analyst", roles: ["ANALYST"] },
  { email: "privacy@example.com", displayName: "Pat Privacy", roles: ["PRIVACY_OFFICER"] },
  { email: "testuser@test.com", displayName: "Toni Test", roles: ["ADMIN"] },
];

/** argon2id of `password123`: a password that everybody knows needs no hash of its own at each start. */
const PASSWORD_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$cKTFe0CnKwnnDXOwGJPPng$hYnn84HNByn5JDp5UOrriv//zxqOfPt897v3c1bquS4";

export type ClientName = "gateway" | "patient" | "billing" | "analytics" | "operator";

/**
 * What each client of auth may ask of services: all services watch what auth revokes. `operator` is who runs
 * `deno task analytics` and `reconcile`.
 */
export const CLIENT_SCOPES: Readonly<Record<ClientName, readonly ServiceScope[]>> = {
  gateway: ["service:auth.revocations"],
  patient: ["service:auth.revocations", "service:billing.accounts"],
  billing: ["service:auth.revocations"],
  analytics: ["service:auth.revocations"],
  operator: [
    "service:billing.accounts",
    "service:billing.reconcile",
    "service:patient.read",
    "service:patient.reconcile",
  ],
};

/** Puts the development accounts and the clients of auth into its database. */
export async function insertAccounts(authUrl: string, secrets: Secrets): Promise<void> {
  await using database = openDatabase({ url: authUrl, poolMax: 1, applicationName: "dev" });
  await insertStaff(
    database.query,
    DEVELOPMENT_ACCOUNTS.map((account) => ({ ...account, passwordHash: PASSWORD_HASH })),
  );
  await saveClients(database.query, {
    gateway: secrets.gatewayClient,
    patient: secrets.patientClient,
    billing: secrets.billingClient,
    analytics: secrets.analyticsClient,
    operator: secrets.operatorClient,
  });
}

/** The clients of auth, each with its secret. */
export async function saveClients(query: Query, secrets: Readonly<Record<ClientName, string>>): Promise<void> {
  for (const id of Object.keys(CLIENT_SCOPES) as ClientName[]) {
    await saveClient(query, { id, secretDigest: digestOf(secrets[id]), scopes: CLIENT_SCOPES[id] });
  }
}
