import postgres from "postgres";
import { rest, withDeadline } from "../service/mod.ts";

/** The session that a statement runs in, as the driver keeps it: one object for each of its connections. */
export interface Session {
  /** Null while the connection is still being made: the driver has promised it to the statement already. */
  readonly pid: number | null;
}

/** Ends statements on the server that nobody waits for any more. */
export interface Canceller extends AsyncDisposable {
  /** Returns at once and never fails: what it cannot end, the server's own time-out will. */
  cancel(statement: Promise<unknown>, session: Session): void;
  /** Whether a cancel that was meant for another statement may have met the one that ran in this session just now. */
  mayHaveHit(session: Session): boolean;
}

/** More than this at once would be a queue, and by the time they have their turn the time-out has ended them. */
const CANCELS_MAX = 100;
const DEADLINE_MS = 1_000;
/** Until a statement is met again that had not begun, or was met between its parsing and its execution. */
const AGAIN_AFTER_MS = 20;

/**
 * The driver can cancel, too, but opens a connection for each, and when that fails nobody can catch it. Nor does its
 * message say which statement is meant: one that comes late ends the next one in that session, which is somebody else's.
 * This one names the statement by its start. What is left is the moment between the server's look and its signal.
 */
export function createCanceller(url: string, applicationName: string): Canceller {
  const sql = postgres(url, {
    max: 1,
    ...{ max_pipeline: 1 },
    connect_timeout: 1, // seconds
    idle_timeout: 30, // seconds
    connection: { application_name: `${applicationName} canceller`, statement_timeout: DEADLINE_MS },
    onnotice: () => {},
  });
  const stop = new AbortController();
  let underWay = 0;
  /** When a session was last meant, by `performance.now()`. */
  const meant = new WeakMap<Session, number>();

  async function end(statement: Promise<unknown>, session: Session): Promise<void> {
    const endMs = performance.now() + DEADLINE_MS;
    let settled = false;
    const settle = () => void (settled = true);
    statement.then(settle, settle);
    while (!settled && performance.now() < endMs && !stop.signal.aborted) {
      const { pid } = session;
      const [running] = await sql<{ start: string }[]>`
        select query_start::text as start from pg_stat_activity where pid = ${pid} and state = 'active'`;
      // Not settled after the server had looked: so what it saw was this statement, and its start names it.
      if (running !== undefined && !settled) {
        meant.set(session, performance.now());
        await sql`
          select pg_cancel_backend(pid) from pg_stat_activity
          where pid = ${pid} and state = 'active' and query_start = ${running.start}::text::timestamptz`;
      }
      if (!settled) await rest(AGAIN_AFTER_MS, stop.signal);
    }
  }

  return {
    cancel: async (statement, session) => {
      if (underWay >= CANCELS_MAX) return;
      underWay++;
      await withDeadline(end(statement, session), DEADLINE_MS, "The database").catch(() => undefined);
      underWay--;
    },
    mayHaveHit: (session) => performance.now() - (meant.get(session) ?? -Infinity) < 2 * DEADLINE_MS,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await sql.end({ timeout: 1 }); // seconds
    },
  };
}
