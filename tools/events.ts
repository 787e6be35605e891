/**
 * `deno task events`: what an operator does about rows that were parked in patient's outbox and about dead letters. The
 * system is the one of the environment's variables, or of the `deno task dev` whose data folder is given by
 * `--data-dir`. What is printed never holds personal data: ids, places, reasons and times.
 */
import { ROOT } from "./dev/environment.ts";
import { listDeadLetters, replayDeadLetters } from "./events/dead_letters.ts";
import { HELP, parseOptions } from "./events/options.ts";
import { listParked, resendParked } from "./events/parked.ts";
import { runCommand } from "./operator/run.ts";
import { operatorHosts, operatorVariables } from "./operator/variables.ts";
import { withRights } from "./rights.ts";
import { LIBRARY_VARIABLES } from "@pms/lib/service";

const VARIABLES = ["DATABASE_URL_PATIENT", "KAFKA_BROKERS"];

const COMMANDS = {
  "parked list": listParked,
  "parked resend": resendParked,
  "dead-letters list": listDeadLetters,
  "dead-letters replay": replayDeadLetters,
} as const;

await runCommand(async () => {
  const options = parseOptions(Deno.args);
  if (options === "help") {
    console.log(HELP);
    return 0;
  }
  await withRights({
    net: operatorHosts(Deno.env, VARIABLES),
    env: [...VARIABLES, "TOOL_RIGHTS_GIVEN", ...LIBRARY_VARIABLES.postgres, ...LIBRARY_VARIABLES.kafka],
    read: [ROOT, options.dataDir],
  });
  const env = await operatorVariables(Deno.env, options.dataDir);
  for (const line of await COMMANDS[options.command](env, options)) console.log(line);
  return 0;
});
