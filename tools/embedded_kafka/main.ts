/** A Kafka broker for development and tests, on 127.0.0.1 only: see README.md. */
import fs from "node:fs";
import { parseArgs } from "node:util";
import "./wasm_exec.js";

const HOSTNAME = "127.0.0.1";
const CONNECTIONS_MAX = 512;
const READ_BYTES = 64 * 1024;
const STOP_MS = 900;
const MIB = 1024 * 1024;

/** How much is kept, and the reasons, are in docs/decisions/0011-embedded-kafka.md. */
const DEFAULTS = {
  port: 9092,
  "advertised-port": 0,
  "keep-bytes-per-partition": 16 * MIB,
  "max-bytes": 128 * MIB,
  "segment-bytes": 1 * MIB,
  "sweep-ms": 1_000,
} as const;

/** What main.go asks of a connection. Each callback is called once for each call. */
interface Socket {
  read(done: (chunk: Uint8Array | null) => void): void;
  write(bytes: Uint8Array<ArrayBuffer>, done: (ok: boolean) => void): void;
  close(released: () => void): void;
}

/** What main.go finds as `globalThis.embeddedKafka`. */
interface Host {
  port: number;
  dataDir: string;
  segmentBytes: number;
  keepBytesPerPartition: number;
  maxBytes: number;
  sweepMs: number;
  ready(accept: (socket: Socket) => void, stop: () => void): void;
  failed(message: string): void;
}

/** Go's own loader, which wasm_exec.js puts on the global object. */
interface GoLoader {
  importObject: WebAssembly.Imports;
  exit: (code: number) => void;
  run(instance: WebAssembly.Instance): Promise<void>;
}

function fail(message: string): never {
  console.error(`embedded kafka: ${message}`);
  Deno.exit(1);
}

function readOptions(args: string[]) {
  const string = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: {
      "data-dir": string,
      "port": string,
      "advertised-port": string,
      "keep-bytes-per-partition": string,
      "max-bytes": string,
      "segment-bytes": string,
      "sweep-ms": string,
    },
  });
  const number = (name: keyof typeof DEFAULTS, min: number, max = Number.MAX_SAFE_INTEGER) => {
    const value = Number(values[name] ?? DEFAULTS[name]);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new TypeError(`--${name} must be a whole number from ${min} to ${max}`);
  };
  if (!values["data-dir"]) throw new TypeError("--data-dir is missing");
  return {
    port: number("port", 0, 65_535), // 0: any free port, named in the line that says it is listening.
    /** What clients are told; 0: the port listened on. Another one where a proxy stands in between. */
    advertisedPort: number("advertised-port", 0, 65_535),
    dataDir: values["data-dir"],
    keepBytesPerPartition: number("keep-bytes-per-partition", 1),
    maxBytes: number("max-bytes", 1),
    segmentBytes: number("segment-bytes", 1, 64 * MIB), // A start reads one whole segment per partition.
    sweepMs: number("sweep-ms", 1, 3_600_000),
  };
}

/** Takes the folder for this process alone: two brokers on one folder would write into each other's logs. */
async function lockDataDir(dataDir: string): Promise<void> {
  await Deno.mkdir(dataDir, { recursive: true });
  for await (const _ of Deno.readDir(dataDir)) break;
  const lock = await Deno.open(`${dataDir}/lock`, { create: true, write: true });
  if (!await lock.tryLock(true)) throw new Error("another broker uses it"); // Let go by the kernel when we end.
}

function toSocket(conn: Deno.TcpConn, closed: () => void): Socket {
  const buffer = new Uint8Array(READ_BYTES);
  let busy: Promise<unknown> = Promise.resolve();
  const track = (work: Promise<void>) => busy = Promise.all([busy, work]);

  async function read(done: (chunk: Uint8Array | null) => void) {
    const size = await conn.read(buffer).catch(() => null);
    done(size === null ? null : buffer.subarray(0, size)); // Copied by Go before it returns.
  }

  async function write(bytes: Uint8Array, done: (ok: boolean) => void) {
    try {
      for (let sent = 0; sent < bytes.length;) sent += await conn.write(bytes.subarray(sent));
      done(true);
    } catch {
      done(false);
    }
  }

  return {
    read: (done) => void track(read(done)),
    write: (bytes, done) => void track(write(bytes, done)),
    close: (released) => {
      conn.close();
      closed();
      busy.then(released);
    },
  };
}

async function acceptConnections(listener: Deno.TcpListener, accept: (socket: Socket) => void): Promise<void> {
  let connections = 0;
  for await (const conn of listener) {
    if (connections >= CONNECTIONS_MAX) {
      conn.close();
      continue;
    }
    connections += 1;
    conn.setNoDelay(true);
    accept(toSocket(conn, () => connections -= 1));
  }
}

function compile(): Promise<WebAssembly.Module> {
  const gzip = Deno.readFileSync(new URL("kafka.wasm.gz", import.meta.url));
  const wasm = new Blob([gzip]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compileStreaming(new Response(wasm, { headers: { "content-type": "application/wasm" } }));
}

async function main(): Promise<void> {
  let options;
  try {
    options = readOptions(Deno.args);
  } catch (error) {
    fail((error as Error).message);
  }

  let listener: Deno.TcpListener;
  try {
    listener = Deno.listen({ hostname: HOSTNAME, port: options.port });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) fail(`port ${options.port} of ${HOSTNAME} is in use`);
    fail(`cannot listen on ${HOSTNAME}:${options.port}: ${(error as Error).message}`);
  }
  try {
    await lockDataDir(options.dataDir);
  } catch (error) {
    fail(`cannot use the data folder ${options.dataDir}: ${(error as Error).message}`);
  }

  // A signal before the broker is up ends the process at once: nothing has been acknowledged yet.
  let stop: () => void = () => Deno.exit(0);
  for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => stop());

  const port = listener.addr.port;
  const host: Host = {
    ...options,
    port: options.advertisedPort || port,
    failed: fail,
    ready(accept, stopBroker) {
      stop = () => {
        setTimeout(() => Deno.exit(0), STOP_MS); // What was acknowledged is on disk already.
        stopBroker();
      };
      acceptConnections(listener, accept);
      console.log(`embedded kafka: listening on ${HOSTNAME}:${port}`);
    },
  };
  // Go's file calls are Node's. It asks for absolute paths only for the sake of fchdir, which needs more rights.
  Object.assign(globalThis, { fs, path: { resolve: (path: string) => path }, embeddedKafka: host });

  const go = new (globalThis as unknown as { Go: new () => GoLoader }).Go();
  let exitCode = 0;
  go.exit = (code) => exitCode = code;
  const instance = await WebAssembly.instantiate(await compile(), go.importObject);
  await go.run(instance);
  Deno.exit(exitCode);
}

await main();
