import assert from "node:assert/strict";
import { command, ROOT } from "./emulator.ts";

/** A copy of the project with commits of its own, so that a test can change a service and deploy it. */
export interface Checkout {
  readonly folder: string;
  /** Changes a file, commits, and returns the revision. */
  commit(path: string, change: (text: string) => string): Promise<string>;
  /** Takes the last commit back. */
  undo(): Promise<void>;
  /** `deno task deploy …` in this copy. */
  deploy(args: readonly string[], options?: DeployOptions): Promise<Deployed>;
}

export interface DeployOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Called once when the output so far matches. */
  readonly when?: readonly [pattern: RegExp, act: (process: Deno.ChildProcess) => unknown];
}

export interface Deployed {
  readonly code: number;
  readonly output: string;
  readonly ms: number;
}

/** The project as it is in the working tree, changes that are not committed included. */
export async function newCheckout(folder: string, env: Readonly<Record<string, string>>): Promise<Checkout> {
  await command("git", "clone", "--quiet", "--shared", "--no-tags", ROOT, folder);
  const changed = (await command("git", "-C", ROOT, "ls-files", "-z", "--modified", "--others", "--exclude-standard"))
    .split("\0");
  for (const path of changed.filter((each) => each !== "")) {
    await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]+$/, ""), { recursive: true });
    await Deno.copyFile(`${ROOT}/${path}`, `${folder}/${path}`);
  }
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
  const git = (...args: string[]) => command("git", "-C", folder, ...identity, ...args);
  await git("add", "--all");
  await git("commit", "--quiet", "--allow-empty", "--message", "The working tree");
  await new Deno.Command(Deno.execPath(), { args: ["install", "--quiet", "--frozen"], cwd: folder }).output();

  return {
    folder,
    commit: async (path, change) => {
      const before = await Deno.readTextFile(`${folder}/${path}`).catch(() => "");
      await Deno.writeTextFile(`${folder}/${path}`, change(before));
      await git("add", "--all");
      await git("commit", "--quiet", "--message", path);
      return await git("rev-parse", "HEAD");
    },
    undo: async () => void await git("reset", "--quiet", "--hard", "HEAD~1"),
    deploy: (args, options = {}) => deploy(folder, args, env, options),
  };
}

async function deploy(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  options: DeployOptions,
): Promise<Deployed> {
  const startedMs = Date.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "deploy", ...args],
    cwd: folder,
    env: { ...env, ...options.env, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(options.input ?? ""));
  await writer.close();
  let output = "";
  let acted: unknown;
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      if (options.when?.[0].test(output) && acted === undefined) acted = options.when[1](child) ?? true;
    }
  };
  const [, , { code }] = await Promise.all([read(child.stdout), read(child.stderr), child.status]);
  await acted;
  return { code, output, ms: Date.now() - startedMs };
}

/** Fails with everything that the deploy said. */
export function succeeded(deployed: Deployed): string {
  assert.equal(deployed.code, 0, deployed.output);
  return deployed.output;
}

/** Exit code 1, and each of these words in what it said; a stack is none of them. */
export function failedWith(deployed: Deployed, ...words: readonly RegExp[]): void {
  assert.equal(deployed.code, 1, deployed.output);
  for (const word of words) assert.match(deployed.output, word);
  assert.doesNotMatch(deployed.output, /^ +at .*\.ts:\d+/m);
}
