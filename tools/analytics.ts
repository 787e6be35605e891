/**
 * `deno task analytics rebuild`: makes analytics' read model anew from the register while the old one answers. Exits 1
 * when its totals are not the register's. The system is the one of the environment's variables, or of the
 * `deno task dev` whose data folder is given by `--data-dir`.
 */
import { openDatabase } from "@pms/lib/db";
import { createKafka, PATIENT_EVENTS } from "@pms/lib/events";
import { z } from "@pms/lib/schema";
import { LIBRARY_VARIABLES, loadConfig, variable } from "@pms/lib/service";
import { parseArgs } from "node:util";
import { rebuild, REBUILD_SETTINGS } from "../services/analytics/domain/rebuild.ts";
import { remoteRegister } from "../services/analytics/grpc/register.ts";
import { ROOT } from "./dev/environment.ts";
import { operatorClients } from "./operator/clients.ts";
import { runCommand } from "./operator/run.ts";
import { DATA_DIR, operatorHosts, operatorVariables } from "./operator/variables.ts";
import { withRights } from "./rights.ts";

const USAGE = "Use: deno task analytics rebuild [--data-dir DIR]";
const STATEMENT_MS_MAX = 60_000;

const Config = z.object({
  DATABASE_URL_ANALYTICS: variable.postgresUrl(),
  KAFKA_BROKERS: variable.brokers(),
  PATIENT_EVENTS_TOPIC: z.string().default(PATIENT_EVENTS),
  AUTH_URL: variable.httpUrl(),
  PATIENT_GRPC_TARGET: variable.target(),
  /** The secret of the client `operator` at auth. */
  OPERATOR_CLIENT_SECRET: variable.secret(16),
});

await runCommand(async () => {
  const { values: { "data-dir": dataDir }, positionals } = parseArgs({
    allowPositionals: true,
    options: { "data-dir": { type: "string", default: DATA_DIR } },
  });
  if (positionals.join(" ") !== "rebuild") throw new Error(USAGE);
  const names = Object.keys(Config.shape);
  await withRights({
    net: operatorHosts(Deno.env, ["DATABASE_URL_ANALYTICS", "KAFKA_BROKERS", "AUTH_URL", "PATIENT_GRPC_TARGET"]),
    env: [
      ...names,
      "TOOL_RIGHTS_GIVEN",
      ...LIBRARY_VARIABLES.postgres,
      ...LIBRARY_VARIABLES.kafka,
      ...LIBRARY_VARIABLES.grpc,
    ],
    read: [ROOT, dataDir],
  });
  const config = loadConfig("analytics rebuild", Config, await operatorVariables(Deno.env, dataDir));

  const url = config.DATABASE_URL_ANALYTICS;
  const session = { url, poolMax: 1, applicationName: "analytics rebuild", statementTimeoutMs: STATEMENT_MS_MAX };
  await using database = openDatabase(session);
  await using shadow = openDatabase({ ...session, settings: REBUILD_SETTINGS });
  await using patient = operatorClients(config)(config.PATIENT_GRPC_TARGET, "The patient service");
  const { agrees, counted, register } = await rebuild({
    session: database,
    shadow,
    kafka: createKafka({ brokers: config.KAFKA_BROKERS, clientId: "analytics rebuild" }),
    topic: config.PATIENT_EVENTS_TOPIC,
    register: remoteRegister(patient),
    say: console.log,
  });
  const words = ({ registered, live }: typeof counted) => `${registered} registered, ${live} not deleted`;
  console.log(`analytics: ${words(counted)}\nregister:  ${words(register)}`);
  if (agrees) return 0;
  console.error("The totals are not the same: does analytics consume? See its lag, then run this again");
  return 1;
});
