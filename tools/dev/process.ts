/** Whether a process is there, and what it runs: its arguments with a space between them. Undefined when it is gone. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  // Deno itself may look at /proc only with all rights.
  const [executable, args] = Deno.build.os === "linux"
    ? ["cat", [`/proc/${pid}/cmdline`]] as const
    : ["ps", ["-ww", "-o", "command=", "-p", String(pid)]] as const;
  const { success, stdout } = await new Deno.Command(executable, { args: [...args], stderr: "null" }).output();
  const line = new TextDecoder().decode(stdout).replaceAll("\0", " ").trim();
  return success && line !== "" ? line : undefined;
}

const STOP_DEADLINE_MS = 10_000;
const LOOK_EVERY_MS = 25;

/** Asks a process that is not our child to end, and after ten seconds ends it. Another command line: not the one meant. */
export async function endProcess(pid: number, commandLine: string, signal: Deno.Signal): Promise<void> {
  const isThere = async () => (await commandLineOf(pid))?.endsWith(commandLine) === true;
  if (!await isThere()) return;
  sendSignal(pid, signal);
  const deadlineMs = Date.now() + STOP_DEADLINE_MS;
  while (await isThere()) {
    if (Date.now() > deadlineMs) sendSignal(pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function sendSignal(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error; // Gone in between, as asked.
  }
}
