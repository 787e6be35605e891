/** `deno task emulator`: an emulator of AWS with a PostgreSQL and a Kafka beside it, all that a deploy needs. */
import { join } from "node:path";
import { connect } from "../deploy/aws.ts";
import { readTarget } from "../deploy/settings.ts";
import { LIBRARY_VARIABLES } from "@pms/lib/service";
import { SDK_VARIABLES } from "../deploy/rights.ts";
import { ROOT } from "../tools/dev/environment.ts";
import { withRights } from "../tools/rights.ts";
import { tryDocker } from "./docker.ts";
import { startEmulator, stopLeftOver } from "./emulators.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import { ADMINISTRATOR, readInvented, seed } from "./seeds.ts";
import { startServers } from "./servers.ts";

const startedMs = Date.now();
const say = (line: string) => console.log(line);
const stopped = Promise.withResolvers<undefined>();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.addSignalListener(signal, () => stopped.resolve(undefined));
}

try {
  const options = parseOptions(Deno.args);
  if (options === "help") {
    say(HELP);
    Deno.exit(0);
  }
  const failure = await run(options);
  if (failure === undefined) Deno.exit(0);
  console.error(failure);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
Deno.exit(1);

/** Until somebody ends it, or the emulator ends; then with a sentence about that. */
async function run({ port, dataDir, fresh }: Options): Promise<string | undefined> {
  await withRights({
    net: ["127.0.0.1"],
    env: ["LOCALSTACK_AUTH_TOKEN", ...SDK_VARIABLES, ...LIBRARY_VARIABLES.kafka, "TOOL_RIGHTS_GIVEN"],
    read: [ROOT, dataDir],
    write: [dataDir],
    sys: ["osRelease", "homedir"],
  });
  await checkEngine();
  await stopLeftOver(dataDir);
  await checkFree(port);
  await Deno.mkdir(dataDir, { recursive: true });
  const secretsFile = join(dataDir, "secrets.json");
  if (fresh) await Deno.remove(secretsFile).catch(ignoreMissing);
  const invented = await readInvented(secretsFile);

  await using parts = new AsyncDisposableStack();
  const servers = await startServers(port, invented.postgres, fresh);
  parts.defer(servers.stop);
  say(`postgres   ready at port ${port + 1} for containers`);
  say(`kafka      ready at port ${port + 2} for containers`);
  const emulator = await startEmulator(port, dataDir, say);
  parts.defer(emulator.stop);
  const endpoint = `http://127.0.0.1:${port}`;
  say(`${emulator.name.padEnd(11)}ready at ${endpoint}`);
  const target = readTarget("local", new Map([["AWS_ENDPOINT_URL", endpoint]]));
  await seed(connect(target), invented, servers);
  say("seeds      secrets and parameters are there");

  say("\nIn another terminal:");
  if (port !== 4566) say(`  export AWS_ENDPOINT_URL=${endpoint}`);
  say("  deno task deploy up");
  say(`\nThe first administrator will be ${ADMINISTRATOR}; the password:`);
  say("  deno task deploy secrets get BOOTSTRAP_ADMIN_PASSWORD");
  say(`\nready in ${((Date.now() - startedMs) / 1_000).toFixed(1)} s`);
  const failure = await Promise.race([stopped.promise, emulator.ended]);
  say("\nstopping");
  return failure;
}

async function checkEngine(): Promise<void> {
  const { success, text } = await tryDocker("version", "--format", "{{.Server.Version}}");
  if (!success) throw new Error(`The Docker engine does not answer: ${text}`);
}

/** Two emulators on one port would take each other's containers for their own. */
async function checkFree(port: number): Promise<void> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return;
    throw error;
  }
  throw new Error(
    `Port ${port} is in use by another program. End it, or choose another port (deno task emulator --port N) and tell ` +
      "the deploy: export AWS_ENDPOINT_URL=http://127.0.0.1:N",
  );
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
