import { join } from "node:path";
import { DATABASES } from "./databases.ts";
import { endProcess } from "./process.ts";

/** What this installation invented for itself once: passwords of the databases, secrets of the services. */
export interface Secrets {
  readonly postgresSuperuser: string;
  readonly databases: Readonly<Record<string, string>>;
  readonly keyEncryptionKey: string;
  readonly gatewayClient: string;
  readonly patientClient: string;
  readonly billingClient: string;
  readonly analyticsClient: string;
  readonly operatorClient: string;
}

/** The secrets of a data folder, made when it is new; those that a later release asks for are added. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, "secrets.json");
  const known = await readKnown(path);
  const secrets: Secrets = { ...newSecrets(), ...known };
  if (Object.keys(secrets).some((name) => !(name in known))) await writePrivate(path, secrets);
  return secrets;
}

/** Random, and not derived from each other. */
export function newSecrets(): Secrets {
  return {
    postgresSuperuser: randomHex(),
    databases: Object.fromEntries(DATABASES.map((name) => [name, randomHex()])),
    keyEncryptionKey: crypto.getRandomValues(new Uint8Array(32)).toBase64(),
    gatewayClient: randomHex(),
    patientClient: randomHex(),
    billingClient: randomHex(),
    analyticsClient: randomHex(),
    operatorClient: randomHex(),
  };
}

async function readKnown(path: string): Promise<Partial<Secrets>> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

/** Where everything listens, for operators' commands: rewritten at each start. */
export async function writeEndpoints(dataDir: string, endpoints: unknown): Promise<void> {
  await writePrivate(join(dataDir, "endpoints.json"), endpoints);
}

/**
 * Takes the data folder for this launcher until it ends, however it ends. Throws when another one has it. Ends parts
 * that a killed launcher left behind, and only those: same process id and same command line.
 */
export async function takeDataDir(dataDir: string): Promise<void> {
  await Deno.mkdir(join(dataDir, "run"), { recursive: true });
  const lock = await Deno.open(join(dataDir, "run", "lock"), { create: true, write: true });
  if (!await lock.tryLock(true)) {
    throw new Error(`The data folder ${dataDir} is in use by another deno task dev`);
  }
  await endLeftOvers(dataDir);
}

/** Remembers a part, so that the next launcher can end it if this one is killed. */
export async function rememberPart(dataDir: string, name: string, part: PidFile): Promise<void> {
  await writePrivate(join(dataDir, "run", `${name}.json`), part);
}

export async function forgetPart(dataDir: string, name: string): Promise<void> {
  await Deno.remove(join(dataDir, "run", `${name}.json`)).catch(ignoreMissing);
}

export interface PidFile {
  readonly pid: number;
  /** The end of the command line: a starter that becomes the part by exec has something else in front. */
  readonly commandLine: string;
  readonly stopSignal: Deno.Signal;
}

/** Servers last: what is left of the services may still write. */
const LAST = ["kafka.json", "postgres.json"];

async function endLeftOvers(dataDir: string): Promise<void> {
  const folder = join(dataDir, "run");
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  const parts = names.filter((name) => name.endsWith(".json"));
  const end = async (name: string) => {
    const path = join(folder, name);
    const part = await readPidFile(path);
    if (part !== undefined) await endProcess(part.pid, part.commandLine, part.stopSignal);
    await Deno.remove(path).catch(ignoreMissing);
  };
  await Promise.all(parts.filter((name) => !LAST.includes(name)).map(end));
  for (const name of LAST.filter((name) => parts.includes(name))) await end(name);
}

async function readPidFile(path: string): Promise<PidFile | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    // A launcher killed while it wrote leaves half a file, and then it had not started the part yet.
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Readable by its owner alone, and there as a whole or not at all. */
async function writePrivate(path: string, content: unknown): Promise<void> {
  const draft = `${path}.${Deno.pid}`;
  await Deno.writeTextFile(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  await Deno.rename(draft, path);
}

function randomHex(): string {
  return crypto.getRandomValues(new Uint8Array(24)).toHex();
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
