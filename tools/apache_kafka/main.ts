/** Apache Kafka itself, one broker on 127.0.0.1, for CI, faults and benchmarks: see README.md. */
import { parseArgs } from "node:util";

const HOSTNAME = "127.0.0.1";
const READY_MS = 60_000;
const POLL_MS = 50;
const ANSWER_MS = 1_000;
const STOP_MS = 20_000;

const POM = new URL("pom.xml", import.meta.url).pathname;
const LIBS = new URL("../../.data/apache_kafka/libs", import.meta.url).pathname;
/** Any 16 bytes in base64; a folder stays with the id it was formatted with. */
const CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qg";
const JAVA = ["-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", `${LIBS}/*`];

function fail(message: string): never {
  console.error(`apache kafka: ${message}`);
  Deno.exit(1);
}

function readOptions(args: string[]): { port: number; dataDir: string } {
  const { values } = parseArgs({
    args,
    options: { "port": { type: "string", default: "19092" }, "data-dir": { type: "string" } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new TypeError("--port must be a whole number from 1 to 65535");
  }
  if (!values["data-dir"]) throw new TypeError("--data-dir is missing");
  return { port, dataDir: values["data-dir"] };
}

function spawn(command: "java" | "mvn", args: string[]): Deno.ChildProcess {
  try {
    return new Deno.Command(command, { args, stdin: "null", stdout: "piped", stderr: "inherit" }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) fail(`${command} is not on the PATH; this broker needs java 17 and mvn`);
    throw error;
  }
}

/** Our standard output holds one line only, so a child's goes to standard error. */
function forward(child: Deno.ChildProcess): Deno.ChildProcess {
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
  if (!success) fail("Maven could not fetch the jars");
  await Deno.rename(partial, LIBS).catch(async (error) => {
    if (!await exists(LIBS)) throw error; // Another start was quicker: use what it fetched.
    await Deno.remove(partial, { recursive: true });
  });
}

/** Finds out whether a port is free; 0 asks for any that is. */
function freePort(port: number): number {
  const listener = Deno.listen({ hostname: HOSTNAME, port });
  const found = listener.addr.port;
  listener.close();
  return found;
}

function serverProperties(port: number, controllerPort: number, dataDir: string): string {
  const properties = {
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.bootstrap.servers": `${HOSTNAME}:${controllerPort}`,
    "listeners": `PLAINTEXT://${HOSTNAME}:${port},CONTROLLER://${HOSTNAME}:${controllerPort}`,
    "advertised.listeners": `PLAINTEXT://${HOSTNAME}:${port}`,
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

/** Writes the settings, and formats the folder when it is new. Gives the settings' path. */
async function prepare(port: number, dataDir: string): Promise<string> {
  await Deno.mkdir(dataDir, { recursive: true });
  const path = `${dataDir}/server.properties`;
  await Deno.writeTextFile(path, serverProperties(port, freePort(0), dataDir));
  if (await exists(`${dataDir}/log/meta.properties`)) return path;

  const format = ["kafka.tools.StorageTool", "format", "--standalone", "-t", CLUSTER_ID, "-c", path];
  const { success } = await forward(spawn("java", [...JAVA, ...format])).status;
  if (!success) fail(`cannot format the data folder ${dataDir}`);
  return path;
}

/** Asks for the broker's API versions, which it answers when it serves clients. */
async function answers(port: number): Promise<boolean> {
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

async function untilReady(port: number, child: Deno.ChildProcess): Promise<boolean> {
  let ended = false;
  child.status.then(() => ended = true);
  const deadline = Date.now() + READY_MS;
  while (!ended && Date.now() < deadline) {
    if (await answers(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return false;
}

async function main(): Promise<void> {
  let options;
  try {
    options = readOptions(Deno.args);
  } catch (error) {
    fail((error as Error).message);
  }
  const { port, dataDir } = options;
  try {
    freePort(port);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) fail(`port ${port} of ${HOSTNAME} is in use`);
    fail(`cannot listen on ${HOSTNAME}:${port}: ${(error as Error).message}`);
  }

  await fetchJars();
  const settings = await prepare(port, dataDir);
  const child = forward(spawn("java", [...JAVA, "kafka.Kafka", settings]));

  let stopping = false;
  function end(signal: Deno.Signal): void {
    try {
      child.kill(signal);
    } catch {
      // It has ended already.
    }
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(signal, () => {
      if (stopping) return;
      stopping = true;
      end("SIGTERM");
      setTimeout(() => end("SIGKILL"), STOP_MS);
    });
  }

  if (await untilReady(port, child)) {
    console.log(`apache kafka: listening on ${HOSTNAME}:${port}, pid ${child.pid}`);
  } else if (!stopping) {
    end("SIGKILL");
    fail(`did not answer within ${READY_MS} ms`);
  }
  const { code, signal } = await child.status;
  if (stopping) Deno.exit(0);
  fail(`ended by itself: ${signal ?? `exit code ${code}`}`);
}

await main();
