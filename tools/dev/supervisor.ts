import { rest } from "@pms/lib/service";
import { forgetPart, rememberPart } from "./data_dir.ts";
import { openLog } from "./log_file.ts";

/** How one part runs. */
export interface Part {
  readonly name: string;
  readonly executable: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
  /** The end of the command line by which the running part is known again. */
  readonly knownBy: string;
  readonly stopSignal: Deno.Signal;
  /** Where it can be reached, for people. */
  readonly address: string;
  /** Whether it does its work by now. */
  ready(): Promise<boolean>;
}

export interface Supervised {
  /** Resolves when the part is ready for the first time. */
  readonly ready: Promise<void>;
  /** Ends the part for good. */
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 30;
const RETRY_MS_FIRST = 250;
const RETRY_MS_MAX = 2_000;
const STOP_DEADLINE_MS = 10_000;

/**
 * Keeps a part running. One that had been ready and dies is started again at once; one that dies before it is ready
 * waits 0.25 s, doubling to at most 2 s.
 */
export function supervise(part: Part, dataDir: string, say: (line: string) => void): Supervised {
  const stop = new AbortController();
  const firstReady = Promise.withResolvers<void>();
  let child: Deno.ChildProcess | undefined;
  const running = run();

  async function run(): Promise<void> {
    let retryMs = RETRY_MS_FIRST;
    while (!stop.signal.aborted) {
      child = spawn(part);
      const log = pipeToLog(child, dataDir, part.name);
      await rememberPart(dataDir, part.name, {
        pid: child.pid,
        commandLine: part.knownBy,
        stopSignal: part.stopSignal,
      });
      const death = child.status;
      const wasReady = await untilReady(part, death, stop.signal);
      if (wasReady) {
        retryMs = RETRY_MS_FIRST;
        say(`${part.name.padEnd(11)}ready at ${part.address}`);
        firstReady.resolve();
      }
      const { code, signal } = await death;
      await log;
      await forgetPart(dataDir, part.name);
      if (stop.signal.aborted) return;
      say(
        `${part.name.padEnd(11)}ended (${signal ?? `exit code ${code}`}), starting it again; see logs/${part.name}.log`,
      );
      if (wasReady) continue;
      await rest(retryMs, stop.signal);
      retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
    }
  }

  return {
    ready: firstReady.promise,
    stop: async () => {
      stop.abort();
      const dying = child;
      const timer = setTimeout(() => dying?.kill("SIGKILL"), STOP_DEADLINE_MS);
      signalChild(dying, part.stopSignal);
      await running;
      clearTimeout(timer);
    },
  };
}

/** A process group of its own: a terminal's Ctrl-C then reaches the launcher alone. */
function spawn({ executable, args, env = {}, uid, gid, cwd }: Part): Deno.ChildProcess {
  return new Deno.Command(executable, {
    args: [...args],
    clearEnv: true,
    env: { ...env },
    detached: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(cwd !== undefined && { cwd }),
  }).spawn();
}

function signalChild(child: Deno.ChildProcess | undefined, signal: Deno.Signal): void {
  try {
    child?.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // It has ended by itself.
  }
}

async function pipeToLog(child: Deno.ChildProcess, dataDir: string, name: string): Promise<void> {
  await using log = await openLog(dataDir, name);
  const drain = async (stream: ReadableStream<Uint8Array>) => {
    for await (const chunk of stream) await log.write(chunk);
  };
  await Promise.all([drain(child.stdout), drain(child.stderr)]);
}

async function untilReady(part: Part, death: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  let dead = false;
  const gone = death.then(() => dead = true);
  while (!dead && !signal.aborted) {
    if (await part.ready().catch(() => false)) return !dead;
    await Promise.race([gone, rest(LOOK_EVERY_MS, signal)]);
  }
  return false;
}
