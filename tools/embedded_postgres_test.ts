import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { initCluster, postgresCommand, READY_LINE } from "./embedded_postgres.ts";
import { freePort } from "./free_port.ts";

const PASSWORD = "a password with 'quotes'";
const TEST_DIR = fileURLToPath(new URL("../.data/test/", import.meta.url));

/** A folder of its own, with a space in its name; `.data/test` is swept of what an interrupted test left. */
async function testFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  await Deno.mkdir(TEST_DIR, { recursive: true });
  const path = join(TEST_DIR, `${Deno.pid} embedded ${crypto.randomUUID()}`);
  await Deno.mkdir(path);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Runs the server until it is ready, then stops it, and gives its log. */
async function startAndStop(dataDir: string): Promise<string> {
  const { executable, ...options } = postgresCommand({ dataDir, port: freePort() });
  const child = new Deno.Command(executable, { ...options, stdin: "null", stderr: "piped" }).spawn();
  let log = "";
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    if (!log.includes(READY_LINE) && (log + text).includes(READY_LINE)) child.kill("SIGINT");
    log += text;
  }
  const { code } = await child.status;
  assert.equal(code, 0, log);
  return log;
}

Deno.test("initCluster() makes a cluster that starts, and keeps one that is there", async () => {
  await using folder = await testFolder();
  const dataDir = join(folder.path, "data");
  await initCluster({ dataDir, superuserPassword: PASSWORD });
  const { ino } = await Deno.stat(dataDir);
  await initCluster({ dataDir, superuserPassword: PASSWORD });
  assert.equal((await Deno.stat(dataDir)).ino, ino);
  assert.deepEqual((await Array.fromAsync(Deno.readDir(folder.path))).map(({ name }) => name), ["data"]);
  assert.match(await startAndStop(dataDir), /listening on IPv4 address "127\.0\.0\.1"/);
});

Deno.test("initCluster() starts over when it was interrupted half-way", async () => {
  await using folder = await testFolder();
  const dataDir = join(folder.path, "data");
  await Deno.mkdir(`${dataDir}.new`);
  await Deno.writeTextFile(`${dataDir}.new/PG_VERSION`, "18\n");
  await Deno.writeTextFile(`${dataDir}.password`, "left over");
  await initCluster({ dataDir, superuserPassword: PASSWORD });
  await startAndStop(dataDir);
});

Deno.test("a cluster in a folder that only its owner may enter starts, too", async () => {
  await using folder = await testFolder();
  const closed = join(folder.path, "closed");
  await Deno.mkdir(closed, { mode: 0o700 });
  const dataDir = join(closed, "data");
  await initCluster({ dataDir, superuserPassword: PASSWORD });
  await startAndStop(dataDir);
});

Deno.test("the server's settings keep statements, parameters and rows out of its log", () => {
  const { args } = postgresCommand({ dataDir: "/nowhere/data", port: 1 });
  for (const setting of ["log_min_messages=log", "log_min_error_statement=panic", "log_error_verbosity=terse"]) {
    assert.ok(args.includes(setting));
  }
});

Deno.test("postgresCommand() takes settings of the caller over its own", () => {
  const { args } = postgresCommand({
    dataDir: "/nowhere/data",
    port: 5432,
    settings: { fsync: "off", timezone: "PST8PDT" },
  });
  assert.ok(args.includes("fsync=off"));
  assert.ok(args.includes("timezone=PST8PDT") && !args.includes("timezone=UTC"));
});
