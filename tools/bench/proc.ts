/** Linux gives processor time in these. */
const TICK_MS = 10;

/** The text of files in /proc. By `cat`, since Deno itself may read there only with all rights; a file that is gone is left out. */
async function readProc(paths: readonly string[]): Promise<string> {
  const { stdout } = await new Deno.Command("/bin/cat", { args: [...paths], stderr: "null" }).output();
  return new TextDecoder().decode(stdout);
}

interface Stat {
  readonly pid: number;
  readonly ownMs: number;
  /** Of children that have ended and were waited for. */
  readonly endedChildrenMs: number;
}

async function readStats(pids: readonly number[]): Promise<Stat[]> {
  const text = await readProc(pids.map((pid) => `/proc/${pid}/stat`));
  return text.split("\n").filter((line) => line !== "").map((line) => {
    // The second field is the name in parentheses, which may hold spaces; utime is the 14th.
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ").map(Number);
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
    return {
      pid: Number.parseInt(line),
      ownMs: (utime + stime) * TICK_MS,
      endedChildrenMs: (cutime + cstime) * TICK_MS,
    };
  });
}

/** Processor time of each process so far, with all of its children: PostgreSQL has one for each session. */
export async function cpuMsOf(pids: Readonly<Record<string, number>>): Promise<Record<string, number>> {
  const families = await Promise.all(
    Object.entries(pids).map(async ([name, pid]) => {
      const children = (await readProc([`/proc/${pid}/task/${pid}/children`])).trim().split(" ").filter(Boolean);
      return { name, pids: [pid, ...children.map(Number)] };
    }),
  );
  const stats = await readStats(families.flatMap(({ pids }) => pids));
  return Object.fromEntries(families.map(({ name, pids }) => {
    const own = stats.filter(({ pid }) => pids.includes(pid));
    return [name, own.reduce((sum, { ownMs, endedChildrenMs }) => sum + ownMs + endedChildrenMs, 0)];
  }));
}

/** Processor time of programs that this one started and that have ended: of the load tool. */
export async function endedChildrenMs(): Promise<number> {
  const [stat] = await readStats([Deno.pid]);
  return stat?.endedChildrenMs ?? 0;
}

/** Time that all processors of the machine together were busy so far. */
export async function machineBusyMs(): Promise<number> {
  const [line = ""] = (await readProc(["/proc/stat"])).split("\n");
  // user nice system idle iowait irq softirq steal
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(/ +/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) * TICK_MS;
}

export interface Memory {
  /** Resident, pages shared with others included. */
  readonly rssMiB: number;
  /** Resident, shared pages divided by the number of their users. */
  readonly pssMiB: number;
}

export async function memoryOf(pid: number): Promise<Memory> {
  const text = await readProc([`/proc/${pid}/smaps_rollup`]);
  const mib = (name: string) => Number(new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(text)?.[1] ?? 0) / 1_024;
  return { rssMiB: mib("Rss"), pssMiB: mib("Pss") };
}

export async function isRunning(pid: number): Promise<boolean> {
  const state = /\) (\w) /.exec(await readProc([`/proc/${pid}/stat`]))?.[1];
  return state !== undefined && state !== "Z";
}

export async function machineMemoryMiB(): Promise<number> {
  return Math.round(Number(/^MemTotal: +(\d+)/.exec(await readProc(["/proc/meminfo"]))?.[1] ?? 0) / 1_024);
}
