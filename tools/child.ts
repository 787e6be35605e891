/** A program that runs beside this one until it ends or is disposed. Its output is kept: it says what went wrong. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** Its exit code, once all that it printed is here. */
  readonly ended: Promise<number>;
  /** What it printed so far, on both streams. */
  output(): string;
  /** Waits for a line of its output; rejects when it ends before, or takes too long. */
  printed(pattern: RegExp, deadlineMs: number): Promise<RegExpExecArray>;
  /** Does nothing when it has ended. */
  kill(signal: Deno.Signal): void;
}

const LOOK_EVERY_MS = 20;
const STOP_DEADLINE_MS = 30_000;

export function startChild(
  executable: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Child {
  const child = new Deno.Command(executable, {
    ...options,
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  let running = true;
  let complete = false;
  const reading = Promise.all([child.stdout, child.stderr].map(async (stream) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) output += text;
  }));
  const ended = child.status.then(async ({ code }) => {
    running = false;
    await reading;
    complete = true;
    return code;
  });
  function kill(signal: Deno.Signal): void {
    if (running) child.kill(signal);
  }

  return {
    pid: child.pid,
    ended,
    output: () => output,
    printed: async (pattern, deadlineMs) => {
      const deadline = performance.now() + deadlineMs;
      while (true) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        if (complete) throw new Error(`${executable} ended: ${output}`);
        if (performance.now() > deadline) throw new Error(`${executable} did not get ready: ${output}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    kill,
    [Symbol.asyncDispose]: async () => {
      kill("SIGTERM");
      const timer = setTimeout(() => kill("SIGKILL"), STOP_DEADLINE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Whether a program is installed: it can be started at all, whatever it then says. */
export async function isInstalled(executable: string, versionFlag: string): Promise<boolean> {
  try {
    await new Deno.Command(executable, { args: [versionFlag], stdout: "null", stderr: "null" }).output();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
