import { openDatabase } from "@pms/lib/db";
import { permissionFlags } from "@pms/lib/service";
import { join } from "node:path";
import { initCluster, postgresCommand } from "../embedded_postgres.ts";
import { portOf } from "./endpoints.ts";
import { inheritedVariables, ROOT } from "./environment.ts";
import type { Part } from "./supervisor.ts";

/** PostgreSQL 18, its cluster made when the data folder is new. */
export async function postgresPart(dataDir: string, address: string, superuserPassword: string): Promise<Part> {
  const folder = join(dataDir, "postgres");
  await initCluster({ dataDir: folder, superuserPassword });
  const command = postgresCommand({ dataDir: folder, port: portOf(address) });
  const url = adminUrl(address, superuserPassword);
  return {
    name: "postgres",
    ...command,
    // In front of it may stand a starter that becomes the server by exec.
    knownBy: command.args.slice(command.args.indexOf("-D")).join(" "),
    stopSignal: "SIGINT", // Its fast shutdown: ends sessions, keeps everything committed.
    address,
    ready: async () => {
      await using database = openDatabase({ url, poolMax: 1, applicationName: "dev" });
      return await database.ping();
    },
  };
}

export function adminUrl(address: string, superuserPassword: string): string {
  return `postgres://postgres:${superuserPassword}@${address}/postgres`;
}

/** The embedded Kafka broker. */
export async function kafkaPart(dataDir: string, address: string): Promise<Part> {
  const folder = join(dataDir, "kafka");
  await Deno.mkdir(folder, { recursive: true });
  const source = join(ROOT, "tools", "embedded_kafka");
  const flags = permissionFlags({ net: [address], env: [], read: [source, folder], write: [folder] });
  const args = ["run", ...flags, join(source, "main.ts"), "--port", String(portOf(address)), "--data-dir", folder];
  return {
    name: "kafka",
    executable: Deno.execPath(),
    args,
    env: inheritedVariables(),
    knownBy: args.join(" "),
    stopSignal: "SIGTERM",
    address,
    ready: () => takesConnections(address),
  };
}

async function takesConnections(address: string): Promise<boolean> {
  using _connection = await Deno.connect({ hostname: "127.0.0.1", port: portOf(address) });
  return true;
}
