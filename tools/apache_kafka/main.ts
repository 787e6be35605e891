/** Apache Kafka itself, one broker on 127.0.0.1, for CI, faults and benchmarks: see README.md. */
import { parseArgs } from "node:util";
import { answers, forward, freePort, prepareBroker, spawn } from "./broker.ts";

const HOSTNAME = "127.0.0.1";
const READY_MS = 60_000;
const POLL_MS = 50;
const STOP_MS = 20_000;

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

  const { executable, args } = await prepareBroker({ port, controllerPort: freePort(0), dataDir });
  const child = forward(spawn(executable, args));

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

try {
  await main();
} catch (error) {
  fail((error as Error).message);
}
