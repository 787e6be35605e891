import { parseArgs } from "node:util";
import { UsageError } from "./failure.ts";
import { type ServiceName, TOPOLOGY } from "./topology.ts";

export const HELP = `deno task deploy COMMAND [--target local|aws] [--json]

  up [SERVICE…]          build, push, migrate and roll out what differs from the working tree
      --revision REV       roll out images that were pushed before instead
      --allow-dirty        also with changes that are not committed, for --target aws
      --watch SECONDS      how long to look whether all of it stays up, 15 by default
  status                 revisions, tasks, health and URL
  logs SERVICE|job       what it printed (--since MINUTES, 15 by default; --follow)
  rollback [SERVICE]     back to the revision before; without SERVICE, of all that the last up changed
  scale SERVICE N        so many tasks, until another scale
  secrets list           which are there
  secrets set NAME       its value from standard input, or asked for on a terminal
  secrets get NAME       prints its value
  down [--yes]           removes services and cluster; keeps images, secrets and logs

The target local, which is the default, is an emulator at AWS_ENDPOINT_URL (http://127.0.0.1:4566): deno task emulator.
`;

export type Options =
  & { readonly target: "local" | "aws"; readonly json: boolean }
  & (
    | { readonly command: "help" | "status" | "secrets list" }
    | {
      readonly command: "up";
      readonly services: readonly ServiceName[];
      readonly revision: string | undefined;
      readonly allowDirty: boolean;
      readonly watchMs: number;
    }
    | { readonly command: "logs"; readonly of: ServiceName | "job"; readonly follow: boolean; readonly sinceMs: number }
    | { readonly command: "rollback"; readonly service: ServiceName | undefined }
    | { readonly command: "scale"; readonly service: ServiceName; readonly count: number }
    | { readonly command: "secrets set" | "secrets get"; readonly name: string }
    | { readonly command: "down"; readonly yes: boolean }
  );

const FLAGS = {
  "allow-dirty": { type: "boolean" },
  follow: { type: "boolean" },
  help: { type: "boolean" },
  json: { type: "boolean" },
  revision: { type: "string" },
  since: { type: "string" },
  target: { type: "string" },
  watch: { type: "string" },
  yes: { type: "boolean" },
} as const;
type Flag = keyof typeof FLAGS;

/** What each command takes beside target, json and help. */
const FLAGS_OF: Readonly<Record<string, readonly Flag[]>> = {
  up: ["revision", "allow-dirty", "watch"],
  logs: ["follow", "since"],
  down: ["yes"],
};

/** An ECR tag. */
const REVISION = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const WATCH_S = 15;
const SINCE_MINUTES = 15;

/** Throws a UsageError that says what is wrong. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const [command = "help", ...words] = positionals;
  const target = values.target ?? "local";
  if (target !== "local" && target !== "aws") throw new UsageError(`--target ${target}: expected local or aws`);
  const common = { target, json: values.json ?? false } as const;
  if (values.help === true || command === "help") return { ...common, command: "help" };
  const strange = Object.keys(values).find((flag) =>
    !["target", "json", ...(FLAGS_OF[command] ?? [])].includes(flag as Flag)
  );
  if (strange !== undefined) throw new UsageError(`${command} takes no --${strange}`);
  const take = (count: number, what: string) => {
    if (words.length !== count) throw new UsageError(`expected: ${command}${what}`);
  };

  switch (command) {
    case "up":
      return {
        ...common,
        command,
        services: words.map(serviceName),
        revision: values.revision === undefined ? undefined : revision(values.revision),
        allowDirty: values["allow-dirty"] ?? false,
        watchMs: whole("--watch", values.watch ?? String(WATCH_S), 0, 600) * 1_000,
      };
    case "status":
      take(0, "");
      return { ...common, command };
    case "logs":
      take(1, " SERVICE");
      return {
        ...common,
        command,
        of: words[0] === "job" ? "job" : serviceName(words[0] ?? ""),
        follow: values.follow ?? false,
        sinceMs: whole("--since", values.since ?? String(SINCE_MINUTES), 0, 43_200) * 60_000,
      };
    case "rollback":
      if (words.length > 1) throw new UsageError("expected: rollback [SERVICE]");
      return { ...common, command, service: words[0] === undefined ? undefined : serviceName(words[0]) };
    case "scale":
      take(2, " SERVICE N");
      return { ...common, command, service: serviceName(words[0] ?? ""), count: whole("N", words[1] ?? "", 0, 100) };
    case "secrets":
      return { ...common, ...secrets(words) };
    case "down":
      take(0, "");
      return { ...common, command, yes: values.yes ?? false };
    default:
      throw new UsageError(`there is no command ${command}`);
  }
}

function secrets(words: readonly string[]) {
  const [verb, name, ...rest] = words;
  if (verb === "list" && name === undefined) return { command: "secrets list" } as const;
  if ((verb !== "set" && verb !== "get") || name === undefined) {
    throw new UsageError("expected: secrets list, secrets set NAME or secrets get NAME");
  }
  // A value among the arguments would be in the shell's history and in the list of processes.
  if (rest.length > 0) throw new UsageError("a secret's value comes from standard input, never from the arguments");
  const known = [...Object.keys(TOPOLOGY.secrets), ...TOPOLOGY.parameters];
  if (!known.includes(name)) throw new UsageError(`there is no secret ${name}; there are ${known.join(", ")}`);
  return { command: verb === "set" ? "secrets set" : "secrets get", name } as const;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: FLAGS });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function serviceName(word: string): ServiceName {
  const found = TOPOLOGY.services.find(({ name }) => name === word);
  if (found !== undefined) return found.name;
  throw new UsageError(
    `there is no service ${word}; there are ${TOPOLOGY.services.map(({ name }) => name).join(", ")}`,
  );
}

function revision(text: string): string {
  if (!REVISION.test(text)) throw new UsageError(`--revision ${text}: expected a revision, as status shows it`);
  return text;
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d{1,6}$/.test(text) && value >= min && value <= max) return value;
  throw new UsageError(`${name} ${text}: expected a whole number from ${min} to ${max}`);
}
