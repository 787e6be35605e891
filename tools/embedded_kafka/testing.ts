/** Starts the broker as a process of its own, with the rights that it needs and no more. */

const MAIN = new URL("main.ts", import.meta.url).pathname;
const FOLDER = new URL(".", import.meta.url).pathname;
const READY_MS = 30_000;

export interface Broker {
  readonly address: string;
  readonly pid: number;
  /** Asks it to end, and gives its exit code. */
  stop(signal?: "SIGTERM" | "SIGINT"): Promise<number>;
  /** SIGKILL. Harmless when it has ended. */
  kill(): Promise<void>;
}

/** The command of a broker that keeps its data in a folder. */
export function brokerCommand(dataDir: string, flags: string[], stderr: "inherit" | "piped" = "inherit"): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--allow-net=127.0.0.1",
      `--allow-read=${FOLDER},${dataDir}`,
      `--allow-write=${dataDir}`,
      MAIN,
      "--data-dir",
      dataDir,
      ...flags,
    ],
    stdout: "piped",
    stderr,
  });
}

/** Starts a broker on a free port and waits until it accepts connections. */
export async function startBroker(options: { dataDir: string; flags?: string[] }): Promise<Broker> {
  const child = brokerCommand(options.dataDir, ["--port", "0", ...options.flags ?? []]).spawn();
  const end = (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // It has ended already.
    }
    return child.status;
  };
  const timer = setTimeout(() => end("SIGKILL"), READY_MS);
  const address = await readAddress(child.stdout).finally(() => clearTimeout(timer));
  if (address === undefined) {
    const { code } = await end("SIGKILL");
    throw new Error(`the broker did not start: exit code ${code}`);
  }
  return {
    address,
    pid: child.pid,
    stop: async (signal = "SIGTERM") => (await end(signal)).code,
    kill: async () => void await end("SIGKILL"),
  };
}

async function readAddress(stdout: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string | undefined> {
  let text = "";
  const reader = stdout.pipeThrough(new TextDecoderStream()).getReader();
  while (true) {
    const { value, done } = await reader.read();
    if (done) return undefined;
    text += value;
    const address = text.match(/listening on (\S+)\n/)?.[1];
    if (address === undefined) continue;
    await reader.cancel(); // It prints one line only.
    return address;
  }
}
