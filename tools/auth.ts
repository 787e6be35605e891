/**
 * `deno task auth bootstrap EMAIL`: makes the first administrator when there is none, and does nothing otherwise. The
 * password comes from `BOOTSTRAP_ADMIN_PASSWORD`, or is asked for on a terminal.
 *
 * `deno task auth reset EMAIL`: takes an account's password and sessions away, and prints a one-time link.
 *
 * `deno task auth keys list` and `… keys rotate`: the keys that access tokens are signed with, and a next one.
 *
 * The database is the one of `DATABASE_URL_AUTH` (and the key `AUTH_KEY_ENCRYPTION_KEY`), or of the `deno task dev` whose
 * data folder is given by `--data-dir`.
 */
import { openDatabase } from "@pms/lib/db";
import { hostOf, LIBRARY_VARIABLES } from "@pms/lib/service";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createPasswords } from "../services/auth/domain/password.ts";
import { insertFirstAdministrator } from "../services/auth/sql/staff.ts";
import { describeKeys, rotateKeys } from "./auth_keys.ts";
import { resetByOperator } from "./auth_reset.ts";
import { argon2Library } from "./dev/npm_files.ts";
import { ROOT } from "./dev/environment.ts";
import { withRights } from "./rights.ts";

const USAGE = "Use: deno task auth bootstrap EMAIL | reset EMAIL | keys list | keys rotate [--data-dir DIR]";
const VARIABLES = ["DATABASE_URL_AUTH", "AUTH_KEY_ENCRYPTION_KEY", "BOOTSTRAP_ADMIN_PASSWORD", "TOOL_RIGHTS_GIVEN"];

try {
  await main();
  Deno.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "data-dir": { type: "string", default: join(ROOT, ".data", "dev") } },
  });
  const command = commandOf(positionals);
  const given = Deno.env.get("DATABASE_URL_AUTH");
  const dataDir = resolve(values["data-dir"]);
  const library = argon2Library();
  await withRights({
    // The database of a data folder is on this machine.
    net: given === undefined ? ["127.0.0.1"] : [hostOf(given, 5432)],
    env: [...VARIABLES, ...LIBRARY_VARIABLES.postgres],
    read: [ROOT, dataDir],
    ffi: [library],
  });
  const { url, encryptionKey } = given === undefined ? await ofDataDir(dataDir) : ofVariables(given);
  await using database = openDatabase({ url, poolMax: 1, applicationName: "auth command" });

  if (command.name === "keys list") {
    for (const line of await describeKeys(database)) console.log(line);
  } else if (command.name === "reset") {
    const { link, expiresAt } = await resetByOperator(database, command.email);
    console.log(`Within the hour, until ${expiresAt}, once, at the gateway:\n${link}`);
  } else if (command.name === "keys rotate") {
    console.log(await rotateKeys(database, encryptionKey()));
  } else {
    const { email } = command;
    const password = Deno.env.get("BOOTSTRAP_ADMIN_PASSWORD") ?? prompt(`Password for ${email}:`);
    if (password === null || password === "") {
      throw new Error("Set BOOTSTRAP_ADMIN_PASSWORD, or run this on a terminal");
    }
    const passwordHash = await createPasswords(library, { atOnceMax: 1 }).hash(password);
    const added = await insertFirstAdministrator(database.query, { email, displayName: email, passwordHash });
    console.log(added ? "The first administrator was made" : "There is an administrator already: nothing was changed");
  }
}

type Command =
  | { readonly name: "bootstrap" | "reset"; readonly email: string }
  | { readonly name: "keys list" }
  | { readonly name: "keys rotate" };

function commandOf([first, second, ...more]: string[]): Command {
  const named = first === "bootstrap" || first === "reset";
  if (more.length === 0 && named && second?.includes("@")) return { name: first, email: second };
  if (more.length === 0 && first === "keys" && second === "list") return { name: "keys list" };
  if (more.length === 0 && first === "keys" && second === "rotate") return { name: "keys rotate" };
  throw new Error(USAGE);
}

interface Target {
  readonly url: string;
  readonly encryptionKey: () => string;
}

function ofVariables(url: string): Target {
  return {
    url,
    encryptionKey: () => {
      const key = Deno.env.get("AUTH_KEY_ENCRYPTION_KEY");
      if (key === undefined) throw new Error("Set AUTH_KEY_ENCRYPTION_KEY, as auth has it");
      return key;
    },
  };
}

/** Of the system that runs, or ran, on a data folder. */
async function ofDataDir(dataDir: string): Promise<Target> {
  try {
    const endpoints = JSON.parse(await Deno.readTextFile(join(dataDir, "endpoints.json")));
    const secrets = JSON.parse(await Deno.readTextFile(join(dataDir, "secrets.json")));
    return {
      url: `postgres://auth:${secrets.databases.auth}@${endpoints.postgres}/auth`,
      encryptionKey: () => secrets.keyEncryptionKey,
    };
  } catch (cause) {
    throw new Error(`No running system is known in ${dataDir}: set DATABASE_URL_AUTH or --data-dir`, { cause });
  }
}
