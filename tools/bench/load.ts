import { fileURLToPath } from "node:url";
import { isInstalled } from "../child.ts";

/** Requests of one kind, from some clients at once, each client one after another. */
export interface Load {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A POST with this body, in which placeholders may stand (see person.ts); a GET when left out. */
  readonly body?: string;
  readonly clients: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Answers other than 2xx and 3xx, and connections that broke. */
  readonly failed: number;
}

export interface LoadTool {
  readonly name: string;
  run(load: Load): Promise<LoadResult>;
}

const WRK_SCRIPT = fileURLToPath(new URL("wrk.lua", import.meta.url));
const OWN_TOOL = fileURLToPath(new URL("own_load.ts", import.meta.url));
/** More than any load makes, so that no two loads speak of the same person. */
const NUMBERS_PER_LOAD = 10_000_000;

/** wrk where it is installed, else our own, which needs more of the processor for itself. */
export async function chooseLoadTool(ownLoadTool: boolean): Promise<LoadTool> {
  const wrk = !ownLoadTool && await isInstalled("wrk", "-v");
  let loads = 0;
  return {
    name: wrk ? "wrk" : "own",
    run: async (load) => {
      const firstNumber = ++loads * NUMBERS_PER_LOAD;
      const { success, stdout, stderr } = wrk
        ? await new Deno.Command("wrk", { args: wrkArgs(load, firstNumber) }).output()
        : await new Deno.Command(Deno.execPath(), { args: ownArgs(load, firstNumber) }).output();
      const text = new TextDecoder().decode(stdout);
      const result = /^RESULT (.*)$/m.exec(text)?.[1];
      if (success && result !== undefined) return JSON.parse(result);
      throw new Error(`The load tool failed: ${text}${new TextDecoder().decode(stderr)}`);
    },
  };
}

function wrkArgs({ port, path, headers = {}, body = "", clients, seconds }: Load, firstNumber: number): string[] {
  const all = { ...headers, ...(body !== "" && { "content-type": "application/json" }) };
  return [
    "-t1",
    `-c${clients}`,
    `-d${seconds}s`,
    "--timeout=10s",
    ...Object.entries(all).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
    "-s",
    WRK_SCRIPT,
    `http://127.0.0.1:${port}${path}`,
    "--",
    String(firstNumber),
    body,
  ];
}

function ownArgs({ port, path, headers = {}, body = "", clients, seconds }: Load, firstNumber: number): string[] {
  const all = { ...headers, ...(body !== "" && { "content-type": "application/json" }) };
  const job = { port, path, headers: all, body, firstNumber, clients, seconds };
  return ["run", "--no-prompt", `--allow-net=127.0.0.1:${port}`, OWN_TOOL, JSON.stringify(job)];
}
