import { rest } from "@pms/lib/service";
import type { Fault, Part } from "./schedule.ts";
import type { System } from "./system.ts";
import { repeatRecords } from "./topic.ts";

/** PostgreSQL's SIGTERM waits for every session to end by itself, which pools do not; then comes its SIGINT. */
const SMART_SHUTDOWN_MS = 500;

/** Does the harm, and undoes it after its time. Resolves with the moment from which on the part can work again. */
export async function inject(system: System, fault: Fault, undo: AbortSignal): Promise<number> {
  const { kind, forMs } = fault;
  if (kind === "kill" || kind === "term") {
    const atMs = Date.now();
    await system.signal(fault.target, kind === "kill" ? "SIGKILL" : "SIGTERM");
    if (kind === "term" && fault.target === "postgres") {
      await rest(SMART_SHUTDOWN_MS, undo);
      await system.signal("postgres", "SIGINT");
    }
    return atMs;
  }
  if (kind === "stop") await stopFor(system, fault.target, forMs, undo);
  else if (kind === "cut" || kind === "slow") {
    const line = system.lines[fault.target];
    if (kind === "cut") await line.cut();
    else line.slow(SLOW_MS);
    await rest(forMs, undo);
    line.mend();
  } else if (kind === "join") {
    await using replica = await system.startReplica(fault.target);
    await rest(forMs, undo);
    if (forMs % 2 === 1) await replica.kill(); // Half of them go without a word.
  } else await repeatRecords(system.brokers).catch(() => {}); // Nobody promised that the broker is there just now.
  return Date.now();
}

const SLOW_MS = 150;

async function stopFor(system: System, part: Part, forMs: number, undo: AbortSignal): Promise<void> {
  const pid = await system.pidOf(part);
  if (pid === undefined) return;
  // PostgreSQL is a family: its sessions would go on without their parent.
  const family = [pid, ...await childrenOf(pid)];
  signalAll(family, "SIGSTOP");
  await rest(forMs, undo);
  signalAll(family, "SIGCONT");
}

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/task/${pid}/children`], stderr: "null" })
    .output();
  return new TextDecoder().decode(stdout).trim().split(" ").filter(Boolean).map(Number);
}

function signalAll(pids: readonly number[], signal: Deno.Signal): void {
  for (const pid of pids) {
    try {
      Deno.kill(pid, signal);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // Killed while it was stopped.
    }
  }
}
