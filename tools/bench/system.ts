import { ROOT } from "../dev/environment.ts";
import { portOf } from "../dev/endpoints.ts";
import { freePort } from "../free_port.ts";
import { readSecrets } from "../dev/data_dir.ts";
import { adminUrl } from "../dev/servers.ts";
import { join } from "node:path";
import { isInstalled, startChild } from "../child.ts";

/** The five services, in the order in which they are shown. */
export const SERVICES = ["gateway", "auth", "patient", "billing", "analytics"] as const;
export type ServiceName = (typeof SERVICES)[number];
export type Part = ServiceName | "postgres" | "kafka";

/** The whole system, run by `deno task dev` for this benchmark alone. */
export interface System extends AsyncDisposable {
  readonly gateway: { readonly url: string; readonly port: number };
  readonly kafka: "Apache Kafka" | "embedded Kafka";
  /** By the launcher's own words. */
  readonly readyInSeconds: number;
  readonly adminUrl: string;
  databaseUrl(name: Exclude<ServiceName, "gateway">): string;
  pidOf(part: Part): Promise<number>;
  /** What the launcher printed so far. */
  output(): string;
}

const READY_DEADLINE_MS = 120_000;
/** The first start fetches 43 MB. */
const KAFKA_DEADLINE_MS = 600_000;

/** Starts it with empty data in `dataDir`, which is gone afterwards. */
export async function startSystem(dataDir: string, options: { readonly embeddedKafka: boolean }): Promise<System> {
  await removeFolder(dataDir);
  await Deno.mkdir(dataDir, { recursive: true });
  await using parts = new AsyncDisposableStack();
  parts.defer(() => removeFolder(dataDir));
  const kafka = options.embeddedKafka || !await hasJava() ? undefined : parts.use(await startKafka(dataDir));
  const launcher = parts.use(startChild(
    Deno.execPath(),
    ["task", "--quiet", "dev", "--port", "0", "--data-dir", dataDir],
    {
      cwd: ROOT,
      env: {
        REQUESTS_PER_SECOND_MAX: "0", // One account makes all of the load; past its limit the gateway would refuse.
        ...(kafka !== undefined && { KAFKA_BROKERS: kafka.address }),
      },
    },
  ));
  const [, seconds] = await launcher.printed(/^ready in ([\d.]+) s$/m, READY_DEADLINE_MS);
  const endpoints = JSON.parse(await Deno.readTextFile(join(dataDir, "endpoints.json")));
  const secrets = await readSecrets(dataDir);
  const stack = parts.move();

  return {
    gateway: { url: `http://${endpoints.gateway.http}`, port: portOf(endpoints.gateway.http) },
    kafka: kafka === undefined ? "embedded Kafka" : "Apache Kafka",
    readyInSeconds: Number(seconds),
    adminUrl: adminUrl(endpoints.postgres, secrets.postgresSuperuser),
    databaseUrl: (name) => `postgres://${name}:${secrets.databases[name]}@${endpoints.postgres}/${name}`,
    pidOf: async (part) => {
      if (part === "kafka" && kafka !== undefined) return kafka.pid;
      return JSON.parse(await Deno.readTextFile(join(dataDir, "run", `${part}.json`))).pid;
    },
    output: () => launcher.output(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function hasJava(): Promise<boolean> {
  return await isInstalled("java", "-version") && await isInstalled("mvn", "--version");
}

async function startKafka(dataDir: string) {
  const port = freePort();
  const args = ["task", "--quiet", "kafka", "--port", String(port), "--data-dir", join(dataDir, "apache_kafka")];
  const child = startChild(Deno.execPath(), args, { cwd: ROOT });
  try {
    const [, pid] = await child.printed(/listening on .*, pid (\d+)$/m, KAFKA_DEADLINE_MS);
    return {
      address: `127.0.0.1:${port}`,
      pid: Number(pid),
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}

async function removeFolder(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
