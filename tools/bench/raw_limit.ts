import { migrate, provisionDatabase } from "@pms/lib/db";
import { LIBRARY_VARIABLES, permissionFlags, type Permissions } from "@pms/lib/service";
import { fileURLToPath } from "node:url";
import { ROOT } from "../dev/environment.ts";
import { freePort } from "../free_port.ts";
import { startChild } from "../child.ts";
import type { System } from "./system.ts";

/** A bare server that the system is compared with. */
export interface Bare {
  readonly port: number;
  readonly pid: number;
}

export interface RawLimit extends Bare, AsyncDisposable {
  /** The same server behind a bare gateway: what two processes cost at least. */
  readonly hop: Bare;
}

const SERVER = fileURLToPath(new URL("raw_server.ts", import.meta.url));
const HOP = fileURLToPath(new URL("bare_hop.ts", import.meta.url));
const MIGRATIONS = new URL("../../services/patient/sql/migrations/", import.meta.url);
const READY_DEADLINE_MS = 20_000;
/** Patient's schema once more on the same server: there nobody takes what is queued, so no relay shares in the time. */
const DATABASE = "raw_limit";

export async function startRawLimit(system: System): Promise<RawLimit> {
  await using parts = new AsyncDisposableStack();
  const password = crypto.randomUUID();
  await provisionDatabase({ adminUrl: system.adminUrl, name: DATABASE, password });
  const { host } = new URL(system.adminUrl);
  const writeUrl = `postgres://${DATABASE}:${password}@${host}/${DATABASE}`;
  await migrate({ url: writeUrl, folder: MIGRATIONS });

  async function start(program: string, rights: Permissions, args: readonly string[]): Promise<Bare> {
    const port = freePort();
    const flags = permissionFlags({ ...rights, net: [`127.0.0.1:${port}`, ...rights.net] });
    const child = parts.use(
      startChild(Deno.execPath(), ["run", ...flags, program, String(port), ...args], { cwd: ROOT }),
    );
    await child.printed(/^listening$/m, READY_DEADLINE_MS);
    return { port, pid: child.pid };
  }
  const raw = await start(
    SERVER,
    { net: [host], env: LIBRARY_VARIABLES.postgres },
    [system.databaseUrl("patient"), writeUrl],
  );
  const hop = await start(HOP, { net: [`127.0.0.1:${raw.port}`], env: LIBRARY_VARIABLES.undici }, [String(raw.port)]);
  const running = parts.move();
  return { ...raw, hop, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
