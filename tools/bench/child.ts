/** A program that runs beside the benchmark until it is disposed. Its output is kept: it says what went wrong. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** What it printed so far, on both streams. */
  output(): string;
  /** Waits for a line of its output; rejects when it ends before, or takes too long. */
  printed(pattern: RegExp, deadlineMs: number): Promise<RegExpExecArray>;
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
  let ended = false;
  const reading = Promise.all([child.stdout, child.stderr].map(async (stream) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) output += text;
  }));
  const ending = child.status.then(async () => {
    await reading;
    ended = true;
  });

  return {
    pid: child.pid,
    output: () => output,
    printed: async (pattern, deadlineMs) => {
      const deadline = performance.now() + deadlineMs;
      while (true) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        if (ended) throw new Error(`${executable} ended: ${output}`);
        if (performance.now() > deadline) throw new Error(`${executable} did not get ready: ${output}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    [Symbol.asyncDispose]: async () => {
      if (ended) return;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE_MS);
      await ending;
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
