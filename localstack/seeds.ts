import type { Aws } from "../deploy/aws.ts";
import { TOPOLOGY } from "../deploy/topology.ts";
import { readParameters, readSecret, writeParameter, writeSecret } from "../deploy/values.ts";
import { DATABASES } from "../tools/dev/databases.ts";

/** What was invented for one installation. Kept in its data folder, since the databases hold what was made with it. */
export interface Invented {
  readonly postgres: string;
  readonly databases: Readonly<Record<string, string>>;
  readonly keyEncryptionKey: string;
  readonly administrator: string;
}

export const ADMINISTRATOR = "admin@example.com";

/** Reads what was invented at the first start, or invents it. */
export async function readInvented(path: string): Promise<Invented> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const invented: Invented = {
    postgres: random(18),
    databases: Object.fromEntries(DATABASES.map((name) => [name, random(18)])),
    keyEncryptionKey: crypto.getRandomValues(new Uint8Array(32)).toBase64(),
    administrator: random(12),
  };
  await Deno.writeTextFile(path, JSON.stringify(invented, undefined, 2), { mode: 0o600 });
  return invented;
}

/** Where the deployed services find PostgreSQL and Kafka, `host:port`. */
export interface Places {
  readonly postgres: string;
  readonly kafka: string;
}

/** Puts secrets and parameters where `deno task deploy` looks for them; what is there already and right stays. */
export async function seed(aws: Aws, invented: Invented, { postgres, kafka }: Places): Promise<void> {
  const url = (name: string, password: string, database: string) =>
    `postgres://${name}:${password}@${postgres}/${database}`;
  const secrets = {
    POSTGRES_ADMIN_URL: url("postgres", invented.postgres, "postgres"),
    ...Object.fromEntries(DATABASES.map((name) => [
      `DATABASE_URL_${name.toUpperCase()}`,
      url(name, invented.databases[name] ?? "", name),
    ])),
    AUTH_KEY_ENCRYPTION_KEY: invented.keyEncryptionKey,
    BOOTSTRAP_ADMIN_PASSWORD: invented.administrator,
  };
  for (const [name, value] of Object.entries(secrets)) {
    if ((await readSecret(aws, TOPOLOGY, name))?.value !== value) await writeSecret(aws, TOPOLOGY, name, value);
  }
  const parameters = { KAFKA_BROKERS: kafka, KAFKA_REPLICATION_FACTOR: "1", BOOTSTRAP_ADMIN_EMAIL: ADMINISTRATOR };
  const there = await readParameters(aws, TOPOLOGY);
  for (const [name, value] of Object.entries(parameters)) {
    if (there[name] !== value) await writeParameter(aws, TOPOLOGY, name, value);
  }
}

function random(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toBase64({ alphabet: "base64url", omitPadding: true });
}
