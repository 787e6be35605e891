/** `deno task seed`: registers the people of a CSV file, or invented ones, through the gateway as any client would. */
import { createClient } from "@pms/client";
import { hostOf } from "@pms/lib/service";
import { join } from "node:path";
import { ROOT } from "./dev/environment.ts";
import { withRights } from "./rights.ts";
import type { Entry } from "./seed/entry.ts";
import { openFile } from "./seed/file.ts";
import { HELP, parseOptions, type SeedOptions } from "./seed/options.ts";
import { createProgress, wordsOf } from "./seed/progress.ts";
import { BOUNDS, registerAll } from "./seed/register.ts";

/** What is under way at Ctrl-C is still waited for; then it is given up. */
const STOP_MS = 2_000;
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

try {
  const options = parseOptions(Deno.args, ROOT);
  if (options === "help") {
    console.log(HELP);
    Deno.exit(0);
  }
  Deno.exit(await seed(options));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}

async function seed({ people, url: given, email, dataDir }: SeedOptions): Promise<number> {
  await withRights({
    // The gateway of a data folder is on this machine.
    net: [given === undefined ? "127.0.0.1" : hostOf(given, given.startsWith("https:") ? 443 : 80)],
    env: ["TOOL_RIGHTS_GIVEN", "SEED_PASSWORD", "NO_COLOR", "TERM"],
    read: [ROOT, dataDir, ...("file" in people ? [people.file] : [])],
  });
  const url = given ?? await gatewayOf(dataDir);
  const entries = "file" in people ? await openFile(people.file) : await invent(people);

  const stop = stopSignals();
  const password = Deno.env.get("SEED_PASSWORD") ?? "password123";
  await using client = createClient({ url, email, password, signal: stop.now });
  const progress = createProgress({
    columns: () => isTerminal() ? Deno.consoleSize().columns : undefined,
    write: (text) => Deno.stdout.writeSync(new TextEncoder().encode(text)),
    now: () => performance.now(),
  });

  let complete = false;
  try {
    complete = await registerAll(entries, {
      client,
      bounds: BOUNDS,
      signal: stop.soon,
      onOutcome: ({ place, share }, outcome) => {
        if (outcome.kind !== "registered") progress.say(`${place}: ${outcome.reason}`);
        progress.count(outcome.kind, share);
      },
    });
  } finally {
    progress.end();
  }
  const { counts } = progress;
  const missing = !complete || counts.unanswered > 0;
  if (missing) {
    console.log("Not everybody was answered. Send the same again within 24 hours: nobody is registered twice.");
  }
  console.log(wordsOf(counts));
  return stop.exitCode() ?? (missing ? 1 : 0);
}

async function invent({ count, seed }: { count: number; seed: number }): Promise<Iterable<Entry>> {
  const { inventPeople } = await import("./seed/invented.ts"); // Some megabytes of names, which a file does not need.
  return inventPeople(count, seed);
}

async function gatewayOf(dataDir: string): Promise<string> {
  try {
    const { gateway } = JSON.parse(await Deno.readTextFile(join(dataDir, "endpoints.json")));
    return `http://${gateway.http}`;
  } catch (cause) {
    throw new Error(`No running system is known in ${dataDir}: start deno task dev, or set --url or --data-dir`, {
      cause,
    });
  }
}

function isTerminal(): boolean {
  return Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
}

/** The first signal ends sending, and two seconds later whatever still waits for its answer. */
function stopSignals() {
  const soon = new AbortController();
  const now = new AbortController();
  let exitCode: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      if (exitCode !== undefined) return;
      exitCode = EXIT_CODES[signal];
      soon.abort();
      setTimeout(() => now.abort(), STOP_MS);
    });
  }
  return { soon: soon.signal, now: now.signal, exitCode: () => exitCode };
}
