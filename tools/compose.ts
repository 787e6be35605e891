/**
 * `deno task compose init [--folder DIR]`: makes the secrets that docker-compose.yml asks for, once. What is there is
 * never changed, so a second run only adds what is missing.
 */
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { newSecrets } from "./compose/secrets.ts";
import { ROOT } from "./dev/environment.ts";

const USAGE = "Use: deno task compose init [--folder DIR]";

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { folder: { type: "string", default: ROOT } },
  });
  if (positionals.join() !== "init") throw new TypeError(USAGE);
  await init(resolve(values.folder));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}

async function init(folder: string): Promise<void> {
  const secrets = join(folder, ".secrets");
  // Nobody but the owner may pass the folder. The files in it may be read by all: a container gets a file by itself,
  // without the folder, with its owner and mode as they are, and its process has a number of its own.
  await Deno.mkdir(secrets, { recursive: true, mode: 0o700 });
  await Deno.chmod(secrets, 0o700);
  const made: string[] = [];
  for (const [name, value] of Object.entries(newSecrets())) {
    if (await writeNew(join(secrets, name), `${value}\n`)) made.push(name);
  }
  const variables = join(folder, ".env");
  const wrote = await nameFolder(variables, relative(ROOT, secrets) || ".");
  console.log(
    made.length === 0 ? `The secrets in ${secrets} are as they were` : `Made in ${secrets}: ${made.join(", ")}`,
  );
  if (wrote) console.log(`${variables} tells docker compose where they are`);
  console.log(`\nThe first administrator's password is in ${join(secrets, "bootstrap_admin_password")}`);
}

/** Writes a file if there is none of this name, as a whole or not at all, and says whether it did. */
async function writeNew(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(draft, text, { createNew: true, mode: 0o444 });
  await Deno.chmod(draft, 0o444); // Whatever the umask is.
  try {
    await Deno.link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  } finally {
    await Deno.remove(draft);
  }
}

/** Adds the line to compose's own file of variables that says where the secrets are, unless one is there. */
async function nameFolder(path: string, secrets: string): Promise<boolean> {
  const before = await Deno.readTextFile(path).catch((error: unknown) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  if (/^\s*SECRETS_DIR=/m.test(before)) return false;
  const separator = before === "" || before.endsWith("\n") ? "" : "\n";
  await Deno.writeTextFile(
    path,
    `${before}${separator}SECRETS_DIR=${secrets.startsWith(".") ? secrets : `./${secrets}`}\n`,
  );
  return true;
}
