import { type Database, openDatabase } from "@pms/lib/db";
import { parkedRows, resendRows } from "@pms/lib/events";
import { z } from "@pms/lib/schema";
import { loadConfig, variable } from "@pms/lib/service";
import { printable } from "../operator/run.ts";
import type { Environment } from "../operator/variables.ts";
import type { EventsOptions } from "./options.ts";

const Config = z.object({ DATABASE_URL_PATIENT: variable.postgresUrl() });

function open(env: Environment): Database {
  const { DATABASE_URL_PATIENT: url } = loadConfig("events command", Config, env);
  return openDatabase({ url, poolMax: 1, applicationName: "events" });
}

export async function listParked(env: Environment, { destination, limit }: EventsOptions): Promise<string[]> {
  await using database = open(env);
  const rows = await parkedRows(database.query, destination, limit);
  if (rows.length === 0) return ["No row is parked"];
  return rows.map(({ destination, position, patientId, attempts, queuedAt, behind, reason }) =>
    `${destination} ${position}  patient ${patientId}  since ${queuedAt.toISOString()}  ` +
    `${attempts} tries, ${behind} behind it  ${printable(reason)}`
  );
}

export async function resendParked(
  env: Environment,
  { destination = "", chosen }: EventsOptions,
): Promise<string[]> {
  await using database = open(env);
  const resent = await resendRows(database.query, destination, chosen);
  return [`${resent} of the parked rows for ${destination} will be sent again`];
}
