/**
 * The servers of one test process: starts PostgreSQL and Kafka on free ports, writes their addresses to a file, and
 * stops and removes them when that process is gone. lib/testing/servers.ts starts it, with the rights it needs.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { initCluster, type PostgresCommand, postgresCommand, READY_LINE } from "./embedded_postgres.ts";

const REPO = fileURLToPath(new URL("..", import.meta.url));
const TEST_DIR = join(REPO, ".data", "test");
const READY_MAX_MS = 30_000;
const STOP_MAX_MS = 5_000;
const POLL_MS = 500;
const STARTS_MAX = 3;
const LOG_TAIL_CHARS = 2_000;
const PASSWORD = "postgres"; // On 127.0.0.1 only, and there is nothing in it but what a test made up.

/** The data are thrown away: nothing here has to outlive a crash. */
const SETTINGS = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
};

/** A running server; `ended` resolves with a sentence when it is gone. */
interface Server {
  readonly address: string;
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { "for-pid": { type: "string" }, state: { type: "string" } } });
  const pid = Number(values["for-pid"]);
  const { state } = values;
  if (!Number.isSafeInteger(pid) || pid < 1 || state === undefined) {
    throw new Error("usage: test_servers.ts --for-pid PID --state FILE");
  }

  const stopped = Promise.withResolvers<string | undefined>();
  const poll = setInterval(() => isAlive(pid) || stopped.resolve(undefined), POLL_MS);
  for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => stopped.resolve(undefined));

  const folder = join(TEST_DIR, String(pid));
  await removeLeftOvers(pid);
  await Deno.mkdir(folder, { recursive: true });
  const started: Server[] = [];
  const keep = (server: Server) => {
    started.push(server);
    server.ended.then(stopped.resolve);
    return server.address;
  };
  const brokers = Deno.env.get("KAFKA_BROKERS");
  const starts = [
    startPostgres(join(folder, "postgres")).then(keep),
    brokers === undefined || brokers === "" ? startKafka(join(folder, "kafka")).then(keep) : brokers,
  ] as const;
  let failure: string | undefined;
  try {
    const addresses = await Promise.race([Promise.all(starts), stopped.promise]);
    if (Array.isArray(addresses)) {
      const [postgres, kafka] = addresses;
      await Deno.writeTextFile(`${state}.new`, JSON.stringify({ postgres, kafka }));
      await Deno.rename(`${state}.new`, state);
      failure = await stopped.promise;
    } else {
      failure = addresses;
    }
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }

  await Promise.allSettled(starts); // One may have failed, or we were asked to stop, while the other still comes up.
  clearInterval(poll);
  await Promise.all(started.map((server) => server.stop()));
  await Deno.remove(state).catch(ignoreMissing);
  await Deno.remove(folder, { recursive: true }).catch(ignoreMissing);
  if (failure !== undefined) throw new Error(failure);
  for (const kind of ["lock", "log"]) await Deno.remove(`${folder}.${kind}`).catch(ignoreMissing);
}

/** Makes a cluster once and copies it from then on: a copy takes a tenth of the time. */
async function startPostgres(dataDir: string): Promise<Server> {
  const cached = join(TEST_DIR, `cluster-${await clusterKind()}`);
  if (!await exists(cached)) {
    await initCluster({ dataDir: `${dataDir}-first`, superuserPassword: PASSWORD });
    // Another test process may have been faster.
    await Deno.rename(`${dataDir}-first`, cached).catch((error) =>
      exists(cached).then((is) => is || Promise.reject(error))
    );
  }
  const copy = await new Deno.Command("cp", { args: ["-Rp", cached, dataDir], stdout: "null" }).output();
  if (!copy.success) throw new Error(`Cannot copy the cluster: ${new TextDecoder().decode(copy.stderr).trim()}`);

  return await onFreePort((port) => {
    const address = `postgres://postgres:${PASSWORD}@127.0.0.1:${port}`;
    return start(address, postgresCommand({ dataDir, port, settings: SETTINGS }), READY_LINE, "SIGQUIT");
  });
}

async function startKafka(dataDir: string): Promise<Server> {
  const program = join(REPO, "tools", "embedded_kafka");
  await Deno.mkdir(dataDir);
  return await onFreePort((port) => {
    const args = [
      "run",
      "--no-prompt",
      `--allow-net=127.0.0.1:${port}`,
      `--allow-read=${program},${dataDir}`,
      `--allow-write=${dataDir}`,
      join(program, "main.ts"),
      "--port",
      String(port),
      "--data-dir",
      dataDir,
    ];
    return start(`127.0.0.1:${port}`, { executable: Deno.execPath(), args }, `127.0.0.1:${port}`, "SIGKILL");
  });
}

/** Between asking for a free port and using it somebody else may take it: then another one is tried. */
async function onFreePort(startOn: (port: number) => Promise<Server>): Promise<Server> {
  for (let attempt = 1;; attempt++) {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    try {
      return await startOn(port);
    } catch (error) {
      if (attempt === STARTS_MAX) throw error;
    }
  }
}

/** Starts a part and resolves when it has written `readyText`; what it writes later is read and dropped. */
async function start(
  address: string,
  command: PostgresCommand,
  readyText: string,
  stopSignal: Deno.Signal,
): Promise<Server> {
  const { executable, ...options } = command;
  const child = new Deno.Command(executable, { ...options, stdin: "null", stdout: "piped", stderr: "piped" }).spawn();
  const ready = Promise.withResolvers<void>();
  let tail = "";
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      tail += text;
      if (tail.includes(readyText)) ready.resolve();
      tail = tail.slice(-LOG_TAIL_CHARS);
    }
  };
  const drained = Promise.all([read(child.stdout), read(child.stderr)]);
  const ended = child.status.then(async ({ code, signal }) => {
    await drained;
    return `${executable} ended with ${signal ?? code}: ${tail.trim()}`;
  });
  const stop = async (signal: Deno.Signal = stopSignal) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MAX_MS);
    try {
      child.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // It has ended already.
    }
    await child.status;
    clearTimeout(timer);
  };

  const timer = setTimeout(
    () => ready.reject(new Error(`${executable} was not ready in time: ${tail.trim()}`)),
    READY_MAX_MS,
  );
  try {
    await Promise.race([ready.promise, ended.then((sentence) => Promise.reject(new Error(sentence)))]);
  } catch (error) {
    await stop("SIGKILL");
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return { address, ended, stop };
}

/** A cluster may be used again as long as nothing that makes it has changed. */
async function clusterKind(): Promise<string> {
  const source = await Deno.readTextFile(new URL("embedded_postgres.ts", import.meta.url));
  const parts = [source, import.meta.resolve("embedded-postgres"), PASSWORD, String(Deno.uid())].join("\n");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(parts));
  return new Uint8Array(digest).toHex().slice(0, 12);
}

/** What other test processes left when this program was killed. Without its folder, a PostgreSQL ends by itself. */
async function removeLeftOvers(ownPid: number): Promise<void> {
  await Deno.mkdir(TEST_DIR, { recursive: true });
  const current = `cluster-${await clusterKind()}`;
  for await (const { name } of Deno.readDir(TEST_DIR)) {
    const pid = Number(/^\d+/.exec(name)?.[0]);
    const used = Number.isNaN(pid) ? name === current : pid !== ownPid && isAlive(pid);
    const own = name === `${ownPid}.log` || name === `${ownPid}.lock`;
    if (!used && !own) await Deno.remove(join(TEST_DIR, name), { recursive: true }).catch(ignoreMissing);
  }
}

/** Asked of a program: to send even signal 0, and to look into /proc, Deno wants the right to do anything. */
function isAlive(pid: number): boolean {
  const [executable, args] = Deno.build.os === "linux"
    ? ["test", ["-e", `/proc/${pid}`]] as const
    : ["kill", ["-0", String(pid)]] as const;
  return new Deno.Command(executable, { args: [...args], stderr: "null" }).outputSync().success;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, (error) => {
    ignoreMissing(error);
    return false;
  });
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

try {
  await main();
  Deno.exit(0);
} catch (error) {
  console.error(`test servers: ${error instanceof Error ? error.message : error}`);
  Deno.exit(1);
}
