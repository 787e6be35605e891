import { eventually } from "@pms/lib/testing";
import type { Part } from "../../tools/dev/supervisor.ts";
import { type Installation, launchedParts, newServiceEndpoints } from "../leash/installation.ts";

const READY_MS_MAX = 60_000;

/** A second set of the five services beside the launcher's, at the same servers, which logs all that it can. */
export interface DebugServices extends AsyncDisposable {
  readonly url: string;
  readonly endpoints: Installation["endpoints"];
  /** What each wrote so far, by name. */
  logs(): Record<string, string>;
}

export async function startDebugServices(installation: Installation): Promise<DebugServices> {
  const endpoints = { ...installation.endpoints, ...newServiceEndpoints() };
  const logs: Record<string, string> = {};
  const running: { child: Deno.ChildProcess; reading: Promise<void> }[] = [];
  const start = (part: Part) => {
    const child = new Deno.Command(part.executable, {
      args: [...part.args],
      clearEnv: true,
      env: { ...part.env, LOG_LEVEL: "debug" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const reading = Promise.all([child.stdout, child.stderr].map(async (stream) => {
      for await (const text of stream.pipeThrough(new TextDecoderStream())) {
        logs[part.name] = (logs[part.name] ?? "") + text;
      }
    })).then(() => undefined);
    running.push({ child, reading });
  };
  const stop = async () => {
    for (const { child } of running) end(child);
    await Promise.all(running.flatMap(({ child, reading }) => [child.status, reading]));
  };

  const parts = [...launchedParts({ ...installation, endpoints }).values()];
  for (const part of parts) start(part);
  try {
    for (const part of parts) await eventually(() => part.ready(), { deadlineMs: READY_MS_MAX });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://${endpoints.gateway.http}`, endpoints, logs: () => logs, [Symbol.asyncDispose]: stop };
}

function end(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGTERM");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // It has ended by itself; its log says why.
  }
}
