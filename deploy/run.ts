import { DeployError } from "./failure.ts";

export interface Ran {
  readonly success: boolean;
  readonly stdout: string;
  /** The last of what it said, standard error included. */
  readonly tail: string;
}

const TAIL_LINES = 15;

/** Runs a program to its end, or ends it at the deadline. Its input never stands in the arguments. */
export async function run(
  program: "git" | "docker",
  args: readonly string[],
  { deadlineMs, input }: { readonly deadlineMs: number; readonly input?: string },
): Promise<Ran> {
  const signal = AbortSignal.timeout(deadlineMs);
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args: [...args],
      stdin: input === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
      signal,
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new DeployError(`${program} is not installed, or not on the path.`);
  }
  if (input !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  }
  let tail: string[] = [];
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    let text = "";
    let rest = "";
    for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
      text += piece;
      const lines = (rest + piece).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) keep(line);
    }
    keep(rest);
    return text;
  };
  const keep = (line: string) => {
    if (line.trim() === "") return;
    tail = [...tail, line].slice(-TAIL_LINES);
  };
  const [stdout, , status] = await Promise.all([read(child.stdout), read(child.stderr), child.status]);
  if (signal.aborted) tail.push(`(stopped: it took longer than ${deadlineMs / 1_000} s)`);
  return { success: status.success && !signal.aborted, stdout, tail: tail.join("\n") };
}
