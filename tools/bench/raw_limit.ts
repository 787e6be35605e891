import { migrate, provisionDatabase } from "@pms/lib/db";
import { LIBRARY_VARIABLES, permissionFlags } from "@pms/lib/service";
import { fileURLToPath } from "node:url";
import { ROOT } from "../dev/environment.ts";
import { freePort } from "../free_port.ts";
import { startChild } from "../child.ts";
import type { System } from "./system.ts";

/** The bare server that the system is compared with. */
export interface RawLimit extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
}

const SERVER = fileURLToPath(new URL("raw_server.ts", import.meta.url));
const MIGRATIONS = new URL("../../services/patient/sql/migrations/", import.meta.url);
const READY_DEADLINE_MS = 20_000;
/** Patient's schema once more on the same server: there nobody takes what is queued, so no relay shares in the time. */
const DATABASE = "raw_limit";

export async function startRawLimit(system: System): Promise<RawLimit> {
  const password = crypto.randomUUID();
  await provisionDatabase({ adminUrl: system.adminUrl, name: DATABASE, password });
  const { host } = new URL(system.adminUrl);
  const writeUrl = `postgres://${DATABASE}:${password}@${host}/${DATABASE}`;
  await migrate({ url: writeUrl, folder: MIGRATIONS });

  const port = freePort();
  const rights = permissionFlags({ net: [`127.0.0.1:${port}`, host], env: LIBRARY_VARIABLES.postgres });
  const args = ["run", ...rights, SERVER, String(port), system.databaseUrl("patient"), writeUrl];
  const child = startChild(Deno.execPath(), args, { cwd: ROOT });
  await child.printed(/^listening$/m, READY_DEADLINE_MS);
  return { port, pid: child.pid, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}
