import { composeVariables, withSampleSecrets } from "../compose/file.ts";
import { commandOf, healthCommandOf, PROGRAM_NAMES, type ProgramName, PROGRAMS } from "./programs.ts";

const BEGIN = "# The stages from here on are written by `deno task images stages`.\n";
const END = "# The stages up to here are written by `deno task images stages`.\n";

/** The Dockerfile with the stages that follow from the programs' configurations as they are now. */
export function withStages(dockerfile: string): string {
  const begin = dockerfile.indexOf(BEGIN);
  const end = dockerfile.indexOf(END);
  if (begin === -1 || end < begin) throw new Error("The Dockerfile has no place for the stages");
  const stages = PROGRAM_NAMES.map(stage).join("\n");
  return `${dockerfile.slice(0, begin + BEGIN.length)}\n${stages}\n${dockerfile.slice(end)}`;
}

/** What is the program's own, with the rights that it needs among the names and ports of docker-compose.yml. */
function stage(name: ProgramName): string {
  const { variables, ports } = PROGRAMS[name];
  const health = healthCommandOf(name);
  const command = commandOf(name, withSampleSecrets(composeVariables(name)));
  return [
    `FROM runtime AS ${name}-program`,
    `ENV ${Object.entries(variables).map(([variable, value]) => `${variable}=${value}`).join(" ")}`,
    ...(ports.length === 0 ? [] : [`EXPOSE ${ports.join(" ")}`]),
    ...(health === undefined ? [] : [`HEALTHCHECK ${HEALTH_TIMES} CMD ${execForm(health)}`]),
    `CMD ${execForm(command)}\n`,
  ].join("\n");
}

/** Each look starts a program: where processors are short it takes seconds, and whoever only has to wait is not ill. */
const HEALTH_TIMES = "--interval=5s --timeout=10s --start-period=30s --retries=5";

/** The exec form, an argument a line. */
function execForm(command: readonly string[]): string {
  return `[ \\\n  ${command.map((argument) => JSON.stringify(argument)).join(", \\\n  ")} ]`;
}
