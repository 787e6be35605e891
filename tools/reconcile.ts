/**
 * `deno task reconcile`: holds billing and analytics against the register, repairs what can be and prints what it found.
 * Exits 1 when something was wrong that it could not repair. The system is the one of the environment's variables, or
 * of the `deno task dev` whose data folder is given by `--data-dir`.
 */
import { openDatabase } from "@pms/lib/db";
import { z } from "@pms/lib/schema";
import { LIBRARY_VARIABLES, loadConfig, variable } from "@pms/lib/service";
import { parseArgs } from "node:util";
import { ROOT } from "./dev/environment.ts";
import { operatorClients } from "./operator/clients.ts";
import { runCommand } from "./operator/run.ts";
import { DATA_DIR, operatorHosts, operatorVariables } from "./operator/variables.ts";
import { type Found, isSound, reconcile } from "./reconcile/reconcile.ts";
import { withRights } from "./rights.ts";

const STATEMENT_MS_MAX = 60_000;
const SETTLE_MS = 5_000;

const Config = z.object({
  DATABASE_URL_ANALYTICS: variable.postgresUrl(),
  AUTH_URL: variable.httpUrl(),
  PATIENT_GRPC_TARGET: variable.target(),
  BILLING_GRPC_TARGET: variable.target(),
  /** The secret of the client `operator` at auth. */
  OPERATOR_CLIENT_SECRET: variable.secret(16),
});

await runCommand(async () => {
  const { values: { "data-dir": dataDir } } = parseArgs({
    options: { "data-dir": { type: "string", default: DATA_DIR } },
  });
  const names = Object.keys(Config.shape);
  await withRights({
    net: operatorHosts(Deno.env, names.filter((name) => name !== "OPERATOR_CLIENT_SECRET")),
    env: [...names, "TOOL_RIGHTS_GIVEN", ...LIBRARY_VARIABLES.postgres, ...LIBRARY_VARIABLES.grpc],
    read: [ROOT, dataDir],
  });
  const config = loadConfig("reconcile", Config, await operatorVariables(Deno.env, dataDir));
  await using analytics = openDatabase({
    url: config.DATABASE_URL_ANALYTICS,
    poolMax: 2,
    applicationName: "reconcile",
    statementTimeoutMs: STATEMENT_MS_MAX,
  });
  const connect = operatorClients(config);
  await using patient = connect(config.PATIENT_GRPC_TARGET, "The patient service");
  await using billing = connect(config.BILLING_GRPC_TARGET, "The billing service");

  const findings = await reconcile({ patient, billing, analytics, settleMs: SETTLE_MS });
  const { patients, accountsOpened, orphanAccounts, statesApplied, strangers, miscounts, totals } = findings;
  console.log(`register:  ${patients} patients`);
  console.log(`billing:   ${accountsOpened} accounts were missing and are open now`);
  console.log(`billing:   ${orphanAccounts.count} accounts without a patient${named(orphanAccounts)}`);
  console.log(`analytics: ${statesApplied} patients were missing or out of date and are counted now`);
  console.log(`analytics: ${strangers.count} patients are not as the register has them${named(strangers)}`);
  console.log(`analytics: ${miscounts} counts are not the sum of their patients`);
  console.log(
    `analytics: ${totals?.counted.registered} registered, ${totals?.counted.live} not deleted; ` +
      `the register says ${totals?.register.registered} and ${totals?.register.live}`,
  );
  const sound = isSound(findings);
  console.log(sound ? "sound" : "not sound: the runbook says what to do about each line above");
  return sound ? 0 : 1;
});

function named({ count, ids }: Found): string {
  if (count === 0) return "";
  return `: ${ids.join(", ")}${count > ids.length ? ", …" : ""}`;
}
