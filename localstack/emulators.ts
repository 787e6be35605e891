import { join } from "node:path";
import { docker, removeContainers, tryDocker } from "./docker.ts";

/** An emulator of AWS that runs; `ended` tells when it is gone by itself. */
export interface Emulator {
  readonly name: string;
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

const MINISTACK = ["ministack==1.5.33", "docker==7.2.0"];
const LOCALSTACK = "localstack/localstack-pro:4.9";
const READY_MS_MAX = 60_000;
const STOP_MS_MAX = 15_000;
const POLL_MS = 100;
const PID_FILE = "ministack.pid";
/** What MiniStack calls itself in the labels of its containers, so that those of others are left alone. */
const INSTANCE_HOST = "patient-management";

/** LocalStack where there is a token for it and its image can be had; MiniStack otherwise. */
export async function startEmulator(port: number, dataDir: string, say: (line: string) => void): Promise<Emulator> {
  const token = Deno.env.get("LOCALSTACK_AUTH_TOKEN");
  if (token !== undefined && token !== "") {
    say("localstack pulling");
    const pulled = await tryDocker("pull", "--quiet", LOCALSTACK);
    if (pulled.success) return await startLocalStack(port, token);
    say(`localstack cannot be pulled (${pulled.text.split("\n").at(-1)}): MiniStack instead`);
  }
  return await startMiniStack(port, dataDir, say);
}

/** Ends the MiniStack of a launcher that was killed, known by process id and command line. */
export async function stopLeftOver(dataDir: string): Promise<void> {
  const pid = Number(await Deno.readTextFile(join(dataDir, PID_FILE)).catch(() => ""));
  if (!Number.isSafeInteger(pid) || pid < 2) return;
  const isLeftOver = async () => {
    const { stdout } = await new Deno.Command("ps", { args: ["-o", "args=", "-p", String(pid)], stderr: "null" })
      .output();
    return new TextDecoder().decode(stdout).includes(join(dataDir, "venv"));
  };
  if (await isLeftOver()) Deno.kill(pid, "SIGTERM");
  const end = Date.now() + STOP_MS_MAX;
  while (await isLeftOver()) {
    if (Date.now() > end) Deno.kill(pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  await Deno.remove(join(dataDir, PID_FILE));
}

async function startMiniStack(port: number, dataDir: string, say: (line: string) => void): Promise<Emulator> {
  const venv = join(dataDir, "venv");
  const program = join(venv, "bin", "ministack");
  await install(venv, program, say);
  const log = await Deno.open(join(dataDir, "ministack.log"), { create: true, write: true, truncate: true });
  const child = new Deno.Command(program, {
    env: {
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      MINISTACK_HOSTNAME: INSTANCE_HOST,
      // It would look for a container of this name, in which it takes itself to be.
      HOSTNAME: "none",
      IOT_MTLS_ENABLED: "0",
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await Deno.writeTextFile(join(dataDir, PID_FILE), String(child.pid));
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const piece of stream) await log.write(piece);
  };
  const drained = Promise.all([read(child.stdout), read(child.stderr)]);
  const ended = child.status.then(async ({ code, signal }) => {
    await drained;
    log.close();
    return `MiniStack ended with ${signal ?? code}; see ${dataDir}/ministack.log`;
  });
  const stop = async () => {
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
    try {
      child.kill("SIGTERM");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // It has ended already.
    }
    await ended;
    clearTimeout(timer);
    await removeContainers("ministack=ecs", `ministack.instance=${INSTANCE_HOST}:${port}`);
  };
  await untilReady(`http://127.0.0.1:${port}/_ministack/ready`, ended);
  return { name: "ministack", ended, stop };
}

/** Once, into a folder of its own. Without Python's `docker` package MiniStack would only pretend to run tasks. */
async function install(venv: string, program: string, say: (line: string) => void): Promise<void> {
  const marker = join(venv, "installed.json");
  const wanted = JSON.stringify(MINISTACK);
  const there = await Deno.readTextFile(marker).catch(() => "");
  if (there === wanted) return;
  say(`ministack  installing ${MINISTACK.join(" and ")}`);
  await python("python3", ["-m", "venv", "--clear", venv]);
  await python(join(venv, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", ...MINISTACK]);
  await Deno.stat(program);
  await Deno.writeTextFile(marker, wanted);
}

async function python(program: string, args: readonly string[]): Promise<void> {
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(program, { args: [...args], stdin: "null" }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error("MiniStack needs python3 with venv and pip (on Debian: apt-get install python3-venv)");
  }
  const said = new TextDecoder().decode(output.stderr).trim() || new TextDecoder().decode(output.stdout).trim();
  if (!output.success) throw new Error(`MiniStack cannot be installed: ${said}`);
}

async function startLocalStack(port: number, token: string): Promise<Emulator> {
  const name = `patient-management-localstack-${port}`;
  await tryDocker("rm", "--force", name);
  const { success, stderr } = await new Deno.Command("docker", {
    args: [
      ...["run", "--detach", "--name", name, "--publish", `127.0.0.1:${port}:4566`],
      ...["--volume", "/var/run/docker.sock:/var/run/docker.sock"],
      ...["--env", "LOCALSTACK_AUTH_TOKEN", "--env", "ECS_DOCKER_FLAGS=--add-host=host.docker.internal:host-gateway"],
      LOCALSTACK,
    ],
    env: { LOCALSTACK_AUTH_TOKEN: token },
    stdin: "null",
  }).output();
  if (!success) throw new Error(`LocalStack cannot be started: ${new TextDecoder().decode(stderr).trim()}`);
  const ended = docker("wait", name).then((code) => `LocalStack ended with ${code}`, () => "LocalStack ended");
  await untilReady(`http://127.0.0.1:${port}/_localstack/health`, ended);
  return { name: "localstack", ended, stop: async () => void await tryDocker("rm", "--force", "--volumes", name) };
}

async function untilReady(url: string, ended: Promise<string>): Promise<void> {
  const end = Date.now() + READY_MS_MAX;
  let gone: string | undefined;
  ended.then((sentence) => gone = sentence);
  while (Date.now() < end) {
    if (gone !== undefined) throw new Error(gone);
    if (await answers(url)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`The emulator was not ready within ${READY_MS_MAX / 1_000} s`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}
