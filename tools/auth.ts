/**
 * `deno task auth bootstrap EMAIL`: makes the first administrator when there is none, and does nothing otherwise. The
 * password comes from `BOOTSTRAP_ADMIN_PASSWORD`, or is asked for on a terminal.
 *
 * `deno task auth reset EMAIL`: takes an account's password and sessions away, and prints a one-time link.
 *
 * The database is the one of `DATABASE_URL_AUTH`, or of the `deno task dev` whose data folder is given by `--data-dir`.
 */
import { openDatabase } from "@pms/lib/db";
import { hostOf, LIBRARY_VARIABLES } from "@pms/lib/service";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createPasswords } from "../services/auth/domain/password.ts";
import { insertFirstAdministrator } from "../services/auth/sql/staff.ts";
import { resetByOperator } from "./auth_reset.ts";
import { argon2Library } from "./dev/npm_files.ts";
import { ROOT } from "./dev/environment.ts";
import { withRights } from "./rights.ts";

const USAGE = "Use: deno task auth bootstrap EMAIL | reset EMAIL [--data-dir DIR]";

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
  const { name, email } = commandOf(positionals);
  const given = Deno.env.get("DATABASE_URL_AUTH");
  const dataDir = resolve(values["data-dir"]);
  const library = argon2Library();
  await withRights({
    // The database of a data folder is on this machine.
    net: given === undefined ? ["127.0.0.1"] : [hostOf(given, 5432)],
    env: ["DATABASE_URL_AUTH", "BOOTSTRAP_ADMIN_PASSWORD", "TOOL_RIGHTS_GIVEN", ...LIBRARY_VARIABLES.postgres],
    read: [ROOT, dataDir],
    ffi: [library],
  });
  const url = given ?? await databaseUrl(dataDir);
  await using database = openDatabase({ url, poolMax: 1, applicationName: `auth ${name}` });
  if (name === "reset") {
    const { link, expiresAt } = await resetByOperator(database, email);
    console.log(`Within the hour, until ${expiresAt}, once, at the gateway:\n${link}`);
    return;
  }
  const password = Deno.env.get("BOOTSTRAP_ADMIN_PASSWORD") ?? prompt(`Password for ${email}:`);
  if (password === null || password === "") throw new Error("Set BOOTSTRAP_ADMIN_PASSWORD, or run this on a terminal");

  const passwordHash = await createPasswords(library, { atOnceMax: 1 }).hash(password);
  const added = await insertFirstAdministrator(database.query, { email, displayName: email, passwordHash });
  console.log(added ? "The first administrator was made" : "There is an administrator already: nothing was changed");
}

interface Command {
  readonly name: "bootstrap" | "reset";
  readonly email: string;
}

function commandOf([name, email, ...more]: string[]): Command {
  if ((name === "bootstrap" || name === "reset") && email?.includes("@") && more.length === 0) return { name, email };
  throw new Error(USAGE);
}

/** Of the system that runs, or ran, on a data folder. */
async function databaseUrl(dataDir: string): Promise<string> {
  try {
    const endpoints = JSON.parse(await Deno.readTextFile(join(dataDir, "endpoints.json")));
    const secrets = JSON.parse(await Deno.readTextFile(join(dataDir, "secrets.json")));
    return `postgres://auth:${secrets.databases.auth}@${endpoints.postgres}/auth`;
  } catch (cause) {
    throw new Error(`No running system is known in ${dataDir}: set DATABASE_URL_AUTH or --data-dir`, { cause });
  }
}
