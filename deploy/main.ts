/** `deno task deploy`: puts the system on ECS, at AWS or at an emulator of it. `--help` says what it can do. */
import { ConfigError } from "@pms/lib/service";
import { ROOT } from "../tools/dev/environment.ts";
import { connect } from "./aws.ts";
import { down } from "./commands/down.ts";
import { logs } from "./commands/logs.ts";
import { rollback } from "./commands/rollback.ts";
import { scale } from "./commands/scale.ts";
import { getSecret, listSecrets, setSecret } from "./commands/secrets.ts";
import { status, statusLines } from "./commands/status.ts";
import { up } from "./commands/up.ts";
import type { Context } from "./context.ts";
import { DeployError, EndpointAway, UsageError } from "./failure.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import { createProgress } from "./progress.ts";
import { withEndpointRights } from "./rights.ts";
import { readTarget } from "./settings.ts";
import { shortRevision } from "./revision.ts";
import { readSecretValue, screen } from "./terminal.ts";
import { TOPOLOGY } from "./topology.ts";

const EXIT = { failed: 1, usage: 2, interrupted: 130 } as const;
const out = screen();
const say = (line: string) => out.write(`${line}\n`);
const sayJson = (value: unknown) => say(JSON.stringify(value));

const stopped = new AbortController();
const json = Deno.args.includes("--json");

try {
  const options = parseOptions(Deno.args);
  if (options.command === "help") {
    out.write(HELP);
    Deno.exit(0);
  }
  const target = readTarget(options.target, Deno.env);
  await withEndpointRights(target);
  onInterrupt(options);
  const progress = createProgress(out, options.json);
  try {
    await run({ topology: TOPOLOGY, target, aws: connect(target), progress, root: ROOT }, options);
  } finally {
    progress.end();
  }
  Deno.exit(0);
} catch (error) {
  fail(error);
}

async function run(context: Context, options: Options): Promise<void> {
  const { progress } = context;
  switch (options.command) {
    case "up": {
      const result = await up(context, options);
      progress.end();
      if (options.json) return sayJson({ result });
      if (result.changed.length === 0) return say("Nothing to do: everything runs as it should.");
      say(
        `Deployed: ${
          result.changed.map(({ service, revision }) => `${service} ${shortRevision(revision)}`).join(", ")
        }`,
      );
      return result.url === undefined ? undefined : say(result.url);
    }
    case "status": {
      const result = await status(context);
      return options.json ? sayJson(result) : statusLines(result).forEach(say);
    }
    case "logs":
      return await logs(context, options, (line) => {
        const at = new Date(line.atMs).toISOString();
        if (options.json) sayJson({ at, text: line.text });
        else say(`${at} ${line.text}`);
      }, stopped.signal);
    case "rollback": {
      const result = await rollback(context, options.service);
      return options.json ? sayJson({ result }) : undefined;
    }
    case "scale":
      await scale(context, options.service, options.count);
      return options.json ? sayJson({ result: { service: options.service, count: options.count } }) : undefined;
    case "secrets list": {
      const values = await listSecrets(context);
      if (options.json) return sayJson(values);
      return values.forEach(({ name, kind, present, optional }) =>
        say(`${name.padEnd(26)}${kind.padEnd(11)}${present ? "set" : optional ? "not set, optional" : "missing"}`)
      );
    }
    case "secrets set":
      await setSecret(context, options.name, await readSecretValue(options.name));
      return options.json
        ? sayJson({ result: { name: options.name } })
        : say(`${options.name} is stored. deno task deploy up rolls it out.`);
    case "secrets get": {
      const value = await getSecret(context, options.name);
      return options.json ? sayJson({ name: options.name, value }) : say(value);
    }
    case "down":
      return await confirmDown(context, options);
  }
}

async function confirmDown(context: Context, options: Options & { command: "down" }): Promise<void> {
  if (!options.yes) {
    if (!Deno.stdin.isTerminal()) {
      throw new UsageError("down asks before it removes anything: add --yes where nobody can answer");
    }
    const answer = prompt(`Remove all services of the cluster ${context.topology.name}? Type its name:`);
    if (answer !== context.topology.name) throw new DeployError("Nothing was removed.");
  }
  const removed = await down(context);
  context.progress.end();
  if (options.json) return sayJson({ result: { removed } });
  say(removed.length === 0 ? "There was nothing to remove." : `Removed: ${removed.join(", ")}, and the cluster.`);
  say("Images, secrets, parameters, logs and all data are still there.");
}

/** What was begun goes on at AWS; only we stop looking. */
function onInterrupt({ command }: Options): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      stopped.abort();
      if (command === "logs") Deno.exit(0);
      console.error(
        command === "up" ? "\nInterrupted: the next deno task deploy up finishes the work." : "\nInterrupted.",
      );
      Deno.exit(EXIT.interrupted);
    });
  }
}

function fail(error: unknown): never {
  const known = error instanceof DeployError || error instanceof UsageError || error instanceof ConfigError;
  const refused = error instanceof Error && "$metadata" in error;
  const message = known ? error.message : refused ? `AWS refused a call: ${error.name}: ${error.message}` : undefined;
  const advice = error instanceof EndpointAway
    ? "\nNothing more can be done from here. What runs goes on as it is. Bring the endpoint back, then run the same command again: it finishes the work."
    : "";
  if (message === undefined) console.error(error);
  else if (json) sayJson({ error: `${message}${advice}` });
  else console.error(`${message}${advice}${error instanceof UsageError ? "\n\ndeno task deploy --help" : ""}`);
  Deno.exit(error instanceof UsageError ? EXIT.usage : EXIT.failed);
}
