import type postgres from "postgres";
import { DomainError } from "../errors.ts";
import { remainingMs } from "../service/mod.ts";
import type { Query } from "./database.ts";
import { databaseUnavailable, isConnectionLost } from "./failure.ts";
import { bounded, guarded, type Limits } from "./statement.ts";

/** All of the work or none of it, on one connection. */
export function transact<T>(
  sql: postgres.Sql,
  limits: Limits,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  return bounded(limits, async () => {
    const deadline = startDeadline(Math.min(limits.deadlineMs, remainingMs()), limits.deadlineMs);
    const line = { lost: false };
    const done: Promise<unknown> = sql.begin(async (tx) => {
      deadline.stop();
      if (deadline.passed()) throw databaseUnavailable(); // Nobody waits for it any more.
      try {
        return await work(onLine(line, guarded(tx, { ...limits, inFlight: 0, canceller: onceOnly(limits) })));
      } finally {
        // The driver would now commit or roll back, and on a connection that is gone its write ends the process,
        // uncaught. It has the news of the loss already, and rejects without us.
        if (line.lost) await never;
        deadline.start();
      }
    });
    done.catch(() => line.lost = true);
    try {
      return await Promise.race([done, deadline.failure]) as T;
    } finally {
      deadline.stop();
    }
  });
}

/** Where one statement was ended, those before it are undone: it cannot be sent again alone. */
function onceOnly({ canceller }: Limits): Limits["canceller"] {
  return { cancel: canceller.cancel, mayHaveHit: () => false };
}

const never = new Promise<never>(() => {});

/** The query, as long as the connection is there: one statement more on a lost one ends the process, too. */
function onLine(line: { lost: boolean }, query: Query): Query {
  return async (strings, ...parameters) => {
    if (line.lost) throw databaseUnavailable();
    try {
      return await query(strings, ...parameters);
    } catch (error) {
      line.lost ||= error instanceof DomainError && isConnectionLost(error.options.cause);
      throw error;
    }
  };
}

/** Bounds what the driver does around the work: to get a connection, to commit, to roll back. */
function startDeadline(beginMs: number, endMs: number) {
  const { promise, reject } = Promise.withResolvers<never>();
  let passed = false;
  const fail = () => {
    passed = true;
    reject(databaseUnavailable());
  };
  let timer = setTimeout(fail, beginMs);
  return {
    failure: promise,
    passed: () => passed,
    stop: () => clearTimeout(timer),
    start: () => timer = setTimeout(fail, endMs),
  };
}
