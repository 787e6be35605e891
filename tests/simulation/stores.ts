import type { Query } from "@pms/lib/db";
import type { Process, Scheduler } from "./scheduler.ts";

/**
 * In place of PostgreSQL: each statement is had all at once or not at all, and what the program asks is recognized by
 * its text. An unknown text is an error: then this file has to learn what the program has learnt.
 */
interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

export interface Row {
  readonly destination: string;
  readonly position: number;
  readonly eventId: string;
  readonly patientId: string;
  readonly payload: unknown;
  readonly traceparent: string | null;
}

/** A statement of this process, with everything that may happen on the way. */
function queryOf(scheduler: Scheduler, process: Process, run: (statement: Statement) => object[]): Query {
  return <Result extends object>(strings: TemplateStringsArray, ...parameters: readonly unknown[]) =>
    scheduler.call(process, () => run({ text: strings.join("?"), parameters }) as Result[]);
}

function unknown({ text }: Statement): never {
  throw new Error(`The simulation does not know this statement: ${text}`);
}

/** Patient's database: the outbox, and the locks of its sessions. */
export function createOutbox() {
  const rows: Row[] = [];
  const locks = new Map<string, Process>();

  function run(session: Process, { text, parameters }: Statement): object[] {
    if (/^\s*select 1\s*$/.test(text)) return [];
    if (/^\s*select\b[^]*\bfrom outbox\b/.test(text)) {
      return waiting(session, String(parameters[0]), Number(parameters.at(-1)));
    }
    if (/^\s*delete from outbox\b/.test(text)) return remove(String(parameters[0]), parameters[1] as string[]);
    return unknown({ text, parameters });
  }

  function waiting(session: Process, destination: string, limit: number): object[] {
    if (!session.alive) return []; // Its lock would go with it at once.
    const holder = locks.get(destination);
    if (holder !== undefined && holder !== session && holder.alive) return [];
    locks.set(destination, session);
    return rows.filter((row) => row.destination === destination)
      .sort((one, other) => one.position - other.position)
      .slice(0, limit)
      .map(({ position, eventId, patientId, payload, traceparent }) => ({
        position: String(position),
        eventId,
        patientId,
        payload,
        traceparent,
      }));
  }

  function remove(destination: string, positions: readonly string[]): object[] {
    for (const position of positions) {
      const index = rows.findIndex((row) => row.destination === destination && String(row.position) === position);
      if (index >= 0) rows.splice(index, 1);
    }
    return [];
  }

  return {
    rows,
    /** Of a relay. A statement that fails costs it its session, and with it the lock. */
    query: (scheduler: Scheduler, process: Process): Query => {
      const query = queryOf(scheduler, process, (statement) => run(process, statement));
      return async <Result extends object>(...sent: Parameters<Query>) => {
        try {
          return await query<Result>(...sent);
        } catch (error) {
          for (const [destination, holder] of locks) if (holder === process) locks.delete(destination);
          throw error;
        }
      };
    },
  };
}

/** Billing's database: accounts by patient. */
export function createAccounts() {
  const owners: string[] = [];
  return {
    owners,
    query: (scheduler: Scheduler, process: Process): Query =>
      queryOf(scheduler, process, ({ text, parameters }) => {
        if (/^\s*insert into account\b/.test(text)) {
          const once = text.includes("on conflict (patient_id) do nothing");
          for (const id of parameters[1] as string[]) if (!once || !owners.includes(id)) owners.push(id);
          return [];
        }
        if (/^\s*select\b[^]*\bfrom account\b/.test(text)) {
          return (parameters[0] as string[]).filter((id) => owners.includes(id)).map((patientId) => ({ patientId }));
        }
        return unknown({ text, parameters });
      }),
  };
}

interface State {
  readonly patient_id: string;
  readonly version: number;
}

/** Analytics' database: the state of each patient. It checks versions if, and only if, the statement asks it to. */
export function createStates() {
  const versions = new Map<string, number>();
  return {
    versions,
    query: (scheduler: Scheduler, process: Process): Query =>
      queryOf(scheduler, process, ({ text, parameters }) => {
        if (!/\binsert into patient_state\b/.test(text)) return unknown({ text, parameters });
        const checked = text.includes("where stored.version < excluded.version");
        const newest = new Map<string, number>();
        for (const { patient_id, version } of JSON.parse(String(parameters[0])) as State[]) {
          newest.set(patient_id, Math.max(newest.get(patient_id) ?? 0, version));
        }
        for (const [id, version] of newest) {
          if (!checked || version > (versions.get(id) ?? 0)) versions.set(id, version);
        }
        return [{ changed: newest.size }];
      }),
  };
}
