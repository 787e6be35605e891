import type { Load, LoadResult, LoadTool } from "./load.ts";
import { cpuMsOf, endedChildrenMs, machineBusyMs, type Memory, memoryOf } from "./proc.ts";
import type { RawLimit } from "./raw_limit.ts";
import { SERVICES, type System } from "./system.ts";

/** A load as it went, and what it cost each process. */
export interface Measured extends LoadResult {
  readonly name: string;
  readonly clients: number;
  readonly rate: number;
  /** Processor time of each part for one request, in microseconds. */
  readonly cpuUs: Readonly<Record<string, number>>;
  /** The same of all parts and the load tool together. */
  readonly cpuUsInAll: number;
  /** Processors that neither the system nor the load tool kept busy, but somebody else: noise. */
  readonly strangersCpu: number;
}

export interface Meter {
  measure(name: string, load: Load): Promise<Measured>;
  /** Processor time of each part while the work lasts, for one of `count`, in microseconds. */
  cpuUsOf(count: number, work: () => Promise<unknown>): Promise<Record<string, number>>;
  /** Looks at the memory of the services while the work lasts. */
  watchingMemory<T>(work: () => Promise<T>): Promise<T>;
  /** Memory of the services while nothing happens. */
  readonly idle: MemoryOfAll;
  /** The same when all of them together had the most that was seen under load. */
  loaded(): MemoryOfAll;
}

export type MemoryOfAll = Readonly<Record<string, Memory>>;

const MEMORY_EVERY_MS = 1_000;

export async function createMeter(
  system: System,
  tool: LoadTool,
  options: { readonly warmUpSeconds: number; readonly raw: RawLimit },
): Promise<Meter> {
  const pids: Record<string, number> = { raw: options.raw.pid, hop: options.raw.hop.pid };
  for (const part of [...SERVICES, "postgres", "kafka"] as const) pids[part] = await system.pidOf(part);
  const idle = await memoryOfServices(pids);
  let most = idle;

  async function noteMemory(): Promise<void> {
    const now = await memoryOfServices(pids);
    if (pssOfAll(now) > pssOfAll(most)) most = now;
  }

  async function watchingMemory<T>(work: () => Promise<T>): Promise<T> {
    const watching = setInterval(noteMemory, MEMORY_EVERY_MS);
    return await work().finally(() => clearInterval(watching));
  }

  async function spent(): Promise<Record<string, number>> {
    const [cpu, load, machine] = await Promise.all([cpuMsOf(pids), endedChildrenMs(), machineBusyMs()]);
    return { ...cpu, load, machine };
  }

  return {
    idle,
    loaded: () => most,
    watchingMemory,
    cpuUsOf: async (count, work) => {
      const before = await cpuMsOf(pids);
      await work();
      const after = await cpuMsOf(pids);
      return Object.fromEntries(
        Object.entries(after).map(([part, now]) => [part, (now - (before[part] ?? 0)) * 1_000 / count]),
      );
    },
    measure: async (name, load) => {
      await tool.run({ ...load, seconds: options.warmUpSeconds });
      const before = await spent();
      const result = await watchingMemory(() => tool.run(load));
      const after = await spent();
      const ms = Object.fromEntries(Object.entries(after).map(([part, now]) => [part, now - (before[part] ?? 0)]));
      const { machine = 0, ...known } = ms;
      const knownMs = Object.values(known).reduce((sum, each) => sum + each, 0);
      const cpuUs = Object.entries(known).map(([part, each]) => [part, each * 1_000 / Math.max(1, result.requests)]);
      return {
        ...result,
        name,
        clients: load.clients,
        rate: result.requests / result.seconds,
        cpuUs: Object.fromEntries(cpuUs),
        cpuUsInAll: knownMs * 1_000 / Math.max(1, result.requests),
        strangersCpu: Math.max(0, machine - knownMs) / 1_000 / result.seconds,
      };
    },
  };
}

function pssOfAll(memory: MemoryOfAll): number {
  return Object.values(memory).reduce((sum, { pssMiB }) => sum + pssMiB, 0);
}

async function memoryOfServices(pids: Readonly<Record<string, number>>): Promise<MemoryOfAll> {
  const all = await Promise.all(SERVICES.map(async (name) => [name, await memoryOf(pids[name] ?? 0)] as const));
  return Object.fromEntries(all);
}
