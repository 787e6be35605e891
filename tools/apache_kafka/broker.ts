/** One broker of Apache Kafka on 127.0.0.1: its jars, its settings, and how it is started. */
const HOSTNAME = "127.0.0.1";
const ANSWER_MS = 1_000;

const POM = new URL("pom.xml", import.meta.url).pathname;
const LIBS = new URL("../../.data/apache_kafka/libs", import.meta.url).pathname;
/** Any 16 bytes in base64; a folder stays with the id it was formatted with. */
const CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qg";
const JAVA = ["-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", `${LIBS}/*`];

export function spawn(command: "java" | "mvn", args: readonly string[]): Deno.ChildProcess {
  try {
    return new Deno.Command(command, { args: [...args], stdin: "null", stdout: "piped", stderr: "inherit" }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new Error(`${command} is not on the PATH; this broker needs java 17 and mvn`);
    }
    throw error;
  }
}

/** Our standard output holds one line only, so a child's goes to standard error. */
export function forward(child: Deno.ChildProcess): Deno.ChildProcess {
  void child.stdout.pipeTo(Deno.stderr.writable, { preventClose: true });
  return child;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** Fetches the jars once. They move to their place when all are there: a broken download is started anew. */
async function fetchJars(): Promise<void> {
  if (await exists(LIBS)) return;
  console.error("apache kafka: fetching its jars with Maven, 43 MB, once");
  const partial = `${LIBS}.${Deno.pid}.partial`;
  const goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", `-DoutputDirectory=${partial}`];
  const { success } = await forward(spawn("mvn", ["-q", "-B", "-f", POM, ...goal])).status;
  if (!success) throw new Error("Maven could not fetch the jars");
  await Deno.rename(partial, LIBS).catch(async (error) => {
    if (!await exists(LIBS)) throw error; // Another start was quicker: use what it fetched.
    await Deno.remove(partial, { recursive: true });
  });
}

/** Finds out whether a port is free; 0 asks for any that is. */
export function freePort(port: number): number {
  const listener = Deno.listen({ hostname: HOSTNAME, port });
  const found = listener.addr.port;
  listener.close();
  return found;
}

export interface BrokerOptions {
  readonly port: number;
  /** What clients are told; another one than `port` where a proxy stands in between. */
  readonly advertisedPort?: number;
  /** Of the controller in the same process. */
  readonly controllerPort: number;
  readonly dataDir: string;
}

function serverProperties({ port, advertisedPort = port, controllerPort, dataDir }: BrokerOptions): string {
  const properties = {
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.bootstrap.servers": `${HOSTNAME}:${controllerPort}`,
    "listeners": `PLAINTEXT://${HOSTNAME}:${port},CONTROLLER://${HOSTNAME}:${controllerPort}`,
    "advertised.listeners": `PLAINTEXT://${HOSTNAME}:${advertisedPort}`,
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "log.dirs": `${dataDir}/log`,
    "auto.create.topics.enable": false,
    // There is one broker: nothing can have a second replica.
    "offsets.topic.replication.factor": 1,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "group.initial.rebalance.delay.ms": 0,
    // After a kill -9 the controller waits for the old session to end: 15 s with the defaults.
    "broker.session.timeout.ms": 3_000,
    "broker.heartbeat.interval.ms": 500,
    // The cleaner takes 128 MB of memory at once with the default.
    "log.cleaner.dedupe.buffer.size": 32 * 1024 * 1024,
  };
  return Object.entries(properties).map(([name, value]) => `${name}=${value}\n`).join("");
}

/**
 * What is needed before a start: the jars, the settings, a formatted folder. Returns how to start the broker, again and
 * again if need be.
 */
export async function prepareBroker(options: BrokerOptions): Promise<{ executable: "java"; args: readonly string[] }> {
  await fetchJars();
  const { dataDir } = options;
  await Deno.mkdir(dataDir, { recursive: true });
  const path = `${dataDir}/server.properties`;
  await Deno.writeTextFile(path, serverProperties(options));
  if (!await exists(`${dataDir}/log/meta.properties`)) {
    const format = ["kafka.tools.StorageTool", "format", "--standalone", "-t", CLUSTER_ID, "-c", path];
    const { success } = await forward(spawn("java", [...JAVA, ...format])).status;
    if (!success) throw new Error(`cannot format the data folder ${dataDir}`);
  }
  return { executable: "java", args: [...JAVA, "kafka.Kafka", path] };
}

/** Asks for the broker's API versions, which it answers when it serves clients. */
export async function answers(port: number): Promise<boolean> {
  const conn = await Deno.connect({ hostname: HOSTNAME, port }).catch(() => undefined);
  if (conn === undefined) return false;
  // Ten bytes follow: key 18, version 0, correlation id 1, no client id.
  const request = new Uint8Array([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);
  const timer = setTimeout(() => conn.close(), ANSWER_MS);
  try {
    await conn.write(request);
    return await conn.read(new Uint8Array(8)) !== null;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    try {
      conn.close();
    } catch {
      // The timer has closed it.
    }
  }
}
