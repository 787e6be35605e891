import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { argon2Library } from "../../tools/dev/npm_files.ts";
import { freePort } from "../../tools/free_port.ts";
import { type Attempt, ATTEMPTS, type Needs, type Outcomes, type Plan, type Targets } from "./plan.ts";

const PROBE = fileURLToPath(new URL("probe.ts", import.meta.url));
const PROBE_MS_MAX = 30_000;
const VARIABLE = "SOMEBODY_ELSES_SECRET";

/** Runs the probe with these flags of `deno run` and this environment, among things that it could harm. */
export async function probe(
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
  needs: Needs,
): Promise<Outcomes> {
  await using scene = await setScene();
  const plan: Plan = { targets: scene.targets, needs };
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, PROBE, JSON.stringify(plan)],
    clearEnv: true,
    env: { ...env, [VARIABLE]: "hunter2" },
    signal: AbortSignal.timeout(PROBE_MS_MAX),
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const outcomes: Outcomes = JSON.parse(new TextDecoder().decode(stdout));
  for (const [attempt, happened] of Object.entries(await scene.effects())) {
    assert.equal(happened, outcomes.attempts[attempt as Attempt] === "done", `whether ${attempt} had an effect`);
  }
  return outcomes;
}

/** The attempts that the outcomes call done; all others must have been refused. */
export function doneOf({ attempts }: Outcomes): string[] {
  const names = Object.keys(ATTEMPTS) as Attempt[];
  assert.deepEqual(Object.keys(attempts), names);
  for (const name of names) assert.match(attempts[name], /^(done|refused)$/, name);
  return names.filter((name) => attempts[name] === "done");
}

interface Scene extends AsyncDisposable {
  readonly targets: Targets;
  /** What happened to it, where that can be seen from outside. */
  effects(): Promise<Partial<Record<Attempt, boolean>>>;
}

async function setScene(): Promise<Scene> {
  const folder = await Deno.makeTempDir({ prefix: "leash-" });
  const at = (name: string) => `${folder}/${name}`;
  await Deno.writeTextFile(at("secret.txt"), "secret");
  await Deno.writeTextFile(at("doomed.txt"), "not yet gone");
  // A library that can be loaded, though no service, auth included, may load it from there.
  await copyFile(argon2Library(), at("library.node"));
  const victim = new Deno.Command("sleep", { args: ["60"], stdin: "null", stdout: "null" }).spawn();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let connections = 0;
  const accepting = (async () => {
    for await (const connection of listener) {
      connections++;
      connection.close();
    }
  })();

  return {
    targets: {
      file: at("secret.txt"),
      newFile: at("new.txt"),
      doomedFile: at("doomed.txt"),
      program: "true",
      pid: victim.pid,
      library: at("library.node"),
      variable: VARIABLE,
      freePort: freePort(),
      listeningPort: listener.addr.port,
    },
    effects: async () => {
      await connectAndReadToEnd(listener.addr.port); // They are taken in order: the probe's has been, too.
      return {
        "writing a file": await exists(at("new.txt")),
        "deleting a file": !await exists(at("doomed.txt")),
        "signalling a process": await end(victim) === "SIGTERM",
        "connecting elsewhere": connections > 1,
      };
    },
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await accepting;
      await end(victim);
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Ends the process if nobody has yet, and says which signal it died of. */
async function end(child: Deno.ChildProcess): Promise<Deno.Signal | null> {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof Deno.errors.NotFound)) throw error; // It has ended.
  }
  return (await child.status).signal;
}

async function connectAndReadToEnd(port: number): Promise<void> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.read(new Uint8Array(1));
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}
