import { eventually, type Proxy, startProxy, testDatabase } from "@pms/lib/testing";
import { newServiceEndpoints } from "../leash/installation.ts";
import { newSecrets } from "../../tools/dev/data_dir.ts";
import { DATABASES } from "../../tools/dev/databases.ts";
import type { Endpoints } from "../../tools/dev/endpoints.ts";
import { insertAccounts, makeTopics } from "../../tools/dev/provision.ts";
import { serviceParts } from "../../tools/dev/services.ts";
import type { Part } from "../../tools/dev/supervisor.ts";
import { type Broker, startBroker } from "../../tools/embedded_kafka/testing.ts";
import { freePort } from "../../tools/free_port.ts";

export type ServiceName = "auth" | "billing" | "patient" | "analytics" | "gateway";
export type DatabaseName = (typeof DATABASES)[number];

/** So long the gateway waits for an answer: short, so that a test of what hangs does not take long. */
export const PATIENCE_MS = 2_000;
const READY_MS_MAX = 60_000;

/** A part that can be taken away and comes back only when the test says so. */
export interface Victim {
  kill(): Promise<void>;
  /** SIGSTOP: it keeps its connections and says nothing. */
  hang(): void;
  resume(): void;
  /** Starts it anew, if it is not running, and waits until it is ready. */
  start(): Promise<void>;
}

/** The whole system as processes of its own that nobody starts again, with lines between them that can be spoilt. */
export interface System extends AsyncDisposable {
  readonly url: string;
  readonly endpoints: Endpoints;
  readonly services: Readonly<Record<ServiceName, Victim>>;
  readonly kafka: Victim;
  /** From a service to its database. */
  readonly databases: Readonly<Record<DatabaseName, { readonly url: string; readonly line: Proxy }>>;
  /** From the gateway to billing, and from both sides to Kafka. */
  readonly lines: { readonly billing: Proxy; readonly kafka: Proxy };
}

export async function startSystem(): Promise<System> {
  await using parts = new AsyncDisposableStack();
  const line = (port: number) => parts.use(startProxy({ hostname: "127.0.0.1", port }));
  const dataDir = await Deno.makeTempDir({ prefix: "degradation-kafka-" });
  parts.defer(() => Deno.remove(dataDir, { recursive: true }));

  const kafkaPort = freePort();
  const kafkaLine = line(kafkaPort);
  const kafka = parts.use(kafkaVictim(dataDir, kafkaPort, kafkaLine.port));
  const databases = Object.fromEntries(
    await Promise.all(DATABASES.map(async (name) => {
      const { url } = parts.use(await testDatabase(name));
      const behind = new URL(url);
      const databaseLine = line(Number(behind.port));
      behind.port = String(databaseLine.port);
      return [name, { url, behind: behind.href, line: databaseLine }] as const;
    })),
  ) as Record<DatabaseName, { url: string; behind: string; line: Proxy }>;
  const secrets = newSecrets();
  await kafka.start();
  const brokers = `127.0.0.1:${kafkaLine.port}`;
  await Promise.all([insertAccounts(databases.auth.url, secrets), makeTopics(brokers, 1)]);

  const endpoints: Endpoints = {
    ...newServiceEndpoints(),
    postgres: new URL(databases.auth.url).host,
    kafka: brokers,
  };
  const billingLine = line(Number(endpoints.billing.http.split(":")[1]));
  const options = {
    secrets,
    databaseUrls: Object.fromEntries(DATABASES.map((name) => [name, databases[name].behind])),
    brokers,
    watch: false,
  };
  const straight = serviceParts({ ...options, endpoints });
  const spoilt = serviceParts({
    ...options,
    endpoints: { ...endpoints, billing: { ...endpoints.billing, http: `127.0.0.1:${billingLine.port}` } },
  });
  const victim = (name: ServiceName) => {
    const part = (name === "gateway" ? spoilt : straight).find((each) => each.name === name);
    if (part === undefined) throw new Error(`There is no ${name}`);
    return parts.use(serviceVictim(part));
  };
  const services = {
    auth: victim("auth"),
    billing: victim("billing"),
    patient: victim("patient"),
    analytics: victim("analytics"),
    gateway: victim("gateway"),
  };
  await services.auth.start();
  await Promise.all(Object.values(services).map((service) => service.start()));

  const rest = parts.move();
  return {
    url: `http://${endpoints.gateway.http}`,
    endpoints,
    services,
    kafka,
    databases,
    lines: { billing: billingLine, kafka: kafkaLine },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

function serviceVictim(part: Part): Victim & AsyncDisposable {
  let child: Deno.ChildProcess | undefined;
  async function kill(): Promise<void> {
    child?.kill("SIGKILL"); // Ends a stopped process, too.
    await child?.status;
    child = undefined;
  }
  return {
    kill,
    hang: () => child?.kill("SIGSTOP"),
    resume: () => child?.kill("SIGCONT"),
    start: async () => {
      child ??= new Deno.Command(part.executable, {
        args: [...part.args],
        env: { ...part.env, UPSTREAM_HEADERS_TIMEOUT_MS: String(PATIENCE_MS), LOG_LEVEL: "error" },
        clearEnv: true,
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).spawn();
      await eventually(() => part.ready(), { deadlineMs: READY_MS_MAX });
    },
    [Symbol.asyncDispose]: kill,
  };
}

function kafkaVictim(dataDir: string, port: number, advertisedPort: number): Victim & AsyncDisposable {
  let broker: Broker | undefined;
  const flags = ["--port", String(port), "--advertised-port", String(advertisedPort)];
  async function kill(): Promise<void> {
    await broker?.kill();
    broker = undefined;
  }
  return {
    kill,
    hang: () => broker && Deno.kill(broker.pid, "SIGSTOP"),
    resume: () => broker && Deno.kill(broker.pid, "SIGCONT"),
    start: async () => void (broker ??= await startBroker({ dataDir, flags })),
    [Symbol.asyncDispose]: kill,
  };
}
