import { type Proxy, startProxy } from "@pms/lib/testing";
import { join } from "node:path";
import { readSecrets, takeDataDir, writeEndpoints } from "../../tools/dev/data_dir.ts";
import { DATABASES } from "../../tools/dev/databases.ts";
import { chooseEndpoints, type Endpoints, portOf } from "../../tools/dev/endpoints.ts";
import { ROOT } from "../../tools/dev/environment.ts";
import { takePort } from "../../tools/dev/ports.ts";
import { insertAccounts, makeTopics, migrateDatabases, provisionDatabases } from "../../tools/dev/provision.ts";
import { adminUrl, postgresPart } from "../../tools/dev/servers.ts";
import { serviceParts } from "../../tools/dev/services.ts";
import { type Part as Program, supervise, type Supervised } from "../../tools/dev/supervisor.ts";
import { createEndings, type Endings } from "./endings.ts";
import { apacheKafka, embeddedKafka } from "./kafka.ts";
import type { Plant } from "./plants.ts";
import type { Line, Part, Replica } from "./schedule.ts";
import { keepTopic } from "./topic.ts";

/** The whole system, with proxies in its connections, each part started again when it ends. */
export interface System extends AsyncDisposable {
  readonly url: string;
  /** Of the broker, past no proxy: it tells its clients to come through it. */
  readonly brokers: string;
  readonly lines: Readonly<Record<Line, Proxy>>;
  readonly endings: Endings;
  /** `postgres://…` of a service's database, past the proxy. */
  databaseUrl(name: (typeof DATABASES)[number]): string;
  /** Undefined while the part is not running. */
  pidOf(part: Part): Promise<number | undefined>;
  /** Sends a signal to a part, if it is running. */
  signal(part: Part, signal: Deno.Signal): Promise<void>;
  /** A second process of a service, until disposed. */
  startReplica(service: Replica): Promise<ReplicaProcess>;
  /** From now on the planted service runs as it is shipped. */
  uproot(): Promise<void>;
}

export interface ReplicaProcess extends AsyncDisposable {
  kill(): Promise<void>;
}

export interface SystemOptions {
  readonly dataDir: string;
  readonly apacheKafka: boolean;
  readonly plant?: Plant | undefined;
  /** After how many passes a crash point ends its process. */
  readonly crashAfter: number;
  readonly say: (line: string) => void;
}

const at = (port: number) => `127.0.0.1:${port}`;

export async function startSystem(options: SystemOptions): Promise<System> {
  const { dataDir, plant } = options;
  await takeDataDir(dataDir);
  const secrets = await readSecrets(dataDir);
  const endpoints = chooseEndpoints(0);
  await using stack = new AsyncDisposableStack();
  const line = (address: string) =>
    stack.use(startProxy({ hostname: "127.0.0.1", port: portOf(address) }, takePort(0) ?? 0));
  const lines = {
    postgres: line(endpoints.postgres),
    kafka: line(endpoints.kafka),
    billing: line(endpoints.billing.grpc),
  };
  const brokers = at(lines.kafka.port);

  const endings = createEndings(plant?.service);
  const say = (text: string) => {
    endings.said(text);
    options.say(text);
  };
  const running = new Map<string, Supervised>();
  stack.defer(async () => {
    const parts = Map.groupBy(running, ([name]) => name === "postgres" || name === "kafka");
    for (const servers of [false, true]) await Promise.all(parts.get(servers)?.map(([, part]) => part.stop()) ?? []);
  });
  const start = async (...programs: Program[]) => {
    const started = programs.map((program) => {
      const supervised = supervise(program, dataDir, say);
      running.set(program.name, supervised);
      return supervised.ready;
    });
    await Promise.all(started);
  };

  const addresses = { own: endpoints.kafka, advertised: brokers };
  await start(
    await postgresPart(dataDir, endpoints.postgres, secrets.postgresSuperuser),
    await (options.apacheKafka ? apacheKafka(dataDir, addresses) : embeddedKafka(dataDir, addresses)),
  );
  const databaseUrls = (address: string) =>
    Object.fromEntries(
      DATABASES.map((name) => [name, `postgres://${name}:${secrets.databases[name]}@${address}/${name}`]),
    );
  await provisionDatabases(adminUrl(endpoints.postgres, secrets.postgresSuperuser), secrets.databases);
  await Promise.all([migrateDatabases(databaseUrls(endpoints.postgres)), makeTopics(brokers, 1)]);
  await keepTopic(brokers);
  await insertAccounts(databaseUrls(endpoints.postgres)["auth"] ?? "", secrets);
  await writeEndpoints(dataDir, endpoints);

  const programs = programsOf({
    endpoints,
    secrets,
    databaseUrls: databaseUrls(at(lines.postgres.port)),
    brokers,
    lines,
  });
  const planted = plant === undefined
    ? undefined
    : withPlant(programs(endpoints)[plant.service], plant, options.crashAfter);
  const shipped = programs(endpoints);
  const { gateway, ...services } = shipped;
  await start(...Object.values({ ...services, ...(plant !== undefined && planted && { [plant.service]: planted }) }));
  await start(gateway);

  const pidOf = (name: string) =>
    Deno.readTextFile(join(dataDir, "run", `${name}.json`)).then(
      (text) => JSON.parse(text).pid as number,
      () => undefined,
    );
  const send = async (name: string, signal: Deno.Signal) => {
    const pid = await pidOf(name);
    if (pid === undefined) return;
    endings.expect(name, signal);
    signalProcess(pid, signal);
  };
  let replicas = 1;
  const kept = stack.move();

  return {
    url: `http://${endpoints.gateway.http}`,
    brokers,
    lines,
    endings,
    databaseUrl: (name) => databaseUrls(endpoints.postgres)[name] ?? "",
    pidOf,
    signal: send,
    startReplica: async (service) => {
      const name = `${service}-${++replicas}`;
      const elsewhere = { http: at(takePort(0) ?? 0), grpc: at(takePort(0) ?? 0) };
      const program = { ...programs({ ...endpoints, [service]: elsewhere })[service], name };
      const replica = supervise(program, dataDir, say);
      running.set(name, replica);
      await replica.ready;
      return {
        kill: () => send(name, "SIGKILL"),
        [Symbol.asyncDispose]: async () => {
          endings.expect(name, "SIGTERM");
          await replica.stop();
          running.delete(name);
        },
      };
    },
    uproot: async () => {
      if (plant === undefined) return;
      await running.get(plant.service)?.stop();
      await start(shipped[plant.service]);
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

interface Surroundings extends Omit<Parameters<typeof serviceParts>[0], "watch"> {
  readonly lines: Readonly<Record<Line, Proxy>>;
}

/** The services as the launcher would run them; what patient asks of billing goes through a proxy. */
function programsOf({ lines, ...surroundings }: Surroundings) {
  return (endpoints: Endpoints): Record<(typeof DATABASES)[number] | "gateway", Program> => {
    const byName = (given: Endpoints) =>
      Object.fromEntries(
        serviceParts({ ...surroundings, endpoints: given, watch: false }).map((part) => [part.name, part]),
      );
    const { billing } = endpoints;
    const { patient } = byName({ ...endpoints, billing: { ...billing, grpc: at(lines.billing.port) } });
    return { ...byName(endpoints), ...(patient && { patient }) } as ReturnType<ReturnType<typeof programsOf>>;
  };
}

/** The same program with the same rights, started from another file. */
function withPlant(program: Program, { service, name }: Plant, crashAfter: number): Program {
  const shipped = join(ROOT, "services", service, "main.ts");
  const planted = join(ROOT, "tests", "faults", `${service}_main.ts`);
  const args = [...program.args.map((arg) => arg === shipped ? planted : arg), name, String(crashAfter)];
  return { ...program, args, knownBy: args.join(" ") };
}

function signalProcess(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error; // It ended in between.
  }
}
