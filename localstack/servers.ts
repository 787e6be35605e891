import { docker, removeContainers, tryDocker } from "./docker.ts";

const READY_MS_MAX = 90_000;
const POLL_MS = 250;
/** Under which a container reaches the engine's host. */
const HOST = "host.docker.internal";

/** The PostgreSQL and the Kafka of an installation, on the engine that runs the deployed services, too. */
export interface Servers {
  readonly postgres: string;
  readonly kafka: string;
  stop(): Promise<void>;
}

/**
 * Starts both, or goes on with those that an emulator left that was killed. The data are in volumes of the engine and
 * outlive this.
 */
export async function startServers(port: number, password: string, fresh: boolean): Promise<Servers> {
  const label = labelOf(port);
  if (fresh) {
    await removeContainers(label);
    for (const name of ["postgres", "kafka"]) await tryDocker("volume", "rm", volumeOf(port, name));
  }
  const address = await publishAddress();
  const [postgresPort, kafkaPort] = [port + 1, port + 2];
  const common = ["--detach", "--label", label, "--add-host", `${HOST}:host-gateway`];
  await start(nameOf(port, "postgres"), [
    ...common,
    ...[
      "--publish",
      `${address}:${postgresPort}:5432`,
      "--volume",
      `${volumeOf(port, "postgres")}:/var/lib/postgresql`,
    ],
    // Order and case by PostgreSQL's own rules, as with the embedded server.
    ...["--env", "POSTGRES_INITDB_ARGS=--encoding=UTF8 --locale-provider=builtin --locale=C --builtin-locale=C.UTF-8"],
    ...["--env", "POSTGRES_PASSWORD", "postgres:18"],
  ], { POSTGRES_PASSWORD: password });
  await start(nameOf(port, "kafka"), [
    ...common,
    ...["--publish", `${address}:${kafkaPort}:9092`, "--volume", `${volumeOf(port, "kafka")}:/var/lib/kafka/data`],
    ...Object.entries(kafkaSettings(kafkaPort)).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    "apache/kafka:4.1.0",
  ], {});
  const stop = async () => {
    // PostgreSQL and Kafka write down what they have; killed, they would have to repair it at the next start.
    await Promise.all(["postgres", "kafka"].map((name) => tryDocker("stop", "--time", "20", nameOf(port, name))));
    await removeContainers(label);
  };
  const ready = Promise.all([
    until("PostgreSQL", async () => {
      const ask = [
        "exec",
        nameOf(port, "postgres"),
        "pg_isready",
        "--quiet",
        "--host",
        "127.0.0.1",
        "--username",
        "postgres",
      ];
      return (await tryDocker(...ask)).success;
    }),
    until(
      "Kafka",
      async () => (await tryDocker("exec", nameOf(port, "kafka"), "nc", "-z", "127.0.0.1", "9092")).success,
    ),
  ]);
  await ready.catch(async (error) => {
    await stop();
    throw error;
  });
  return { postgres: `${HOST}:${postgresPort}`, kafka: `${HOST}:${kafkaPort}`, stop };
}

/** One that runs goes on; one that has ended is made anew, over the same data. */
async function start(name: string, args: readonly string[], secrets: Readonly<Record<string, string>>): Promise<void> {
  const state = await tryDocker("inspect", "--format", "{{.State.Running}}", name);
  if (state.success && state.text === "true") return;
  if (state.success) await docker("rm", "--force", name);
  // The password is in the environment of this call, and not in its arguments.
  const { success, stderr } = await new Deno.Command("docker", {
    args: ["run", "--name", name, ...args],
    env: { ...secrets },
    stdin: "null",
  }).output();
  if (!success) throw new Error(`${name} cannot be started: ${new TextDecoder().decode(stderr).trim()}`);
}

function kafkaSettings(port: number): Record<string, string> {
  return {
    CLUSTER_ID: "MkU3OEVBNTcwNTJENDM2Qg",
    KAFKA_NODE_ID: "1",
    KAFKA_PROCESS_ROLES: "broker,controller",
    KAFKA_LISTENERS: "PLAINTEXT://:9092,CONTROLLER://localhost:9093",
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${HOST}:${port}`,
    KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
    KAFKA_INTER_BROKER_LISTENER_NAME: "PLAINTEXT",
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    KAFKA_CONTROLLER_QUORUM_VOTERS: "1@localhost:9093",
    KAFKA_LOG_DIRS: "/var/lib/kafka/data",
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false",
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: "1",
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: "1",
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: "1",
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: "1",
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
    KAFKA_HEAP_OPTS: "-Xms64m -Xmx256m",
  };
}

/**
 * Containers come from the engine's bridge, so only there do the servers listen. Which address that is, a container knows
 * best. On Docker Desktop it is none of this machine, and containers get to its loopback instead.
 */
async function publishAddress(): Promise<string> {
  if ((await docker("info", "--format", "{{.OperatingSystem}}")).includes("Docker Desktop")) return "127.0.0.1";
  const look = [
    "run",
    "--rm",
    "--add-host",
    `${HOST}:host-gateway`,
    "--entrypoint",
    "cat",
    "postgres:18",
    "/etc/hosts",
  ];
  const [, address] = /^(\S+)\s+host\.docker\.internal$/m.exec(await docker(...look)) ?? [];
  if (address === undefined) throw new Error(`The Docker engine does not know ${HOST}`);
  return address;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + READY_MS_MAX;
  while (!await holds()) {
    if (Date.now() > end) throw new Error(`${what} was not ready within ${READY_MS_MAX / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function nameOf(port: number, server: string): string {
  return `patient-management-emulator-${port}-${server}`;
}

function volumeOf(port: number, server: string): string {
  return nameOf(port, server);
}

function labelOf(port: number): string {
  return `patient-management.emulator=${port}`;
}
