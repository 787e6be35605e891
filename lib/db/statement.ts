import type postgres from "postgres";
import { remainingMs } from "../service/mod.ts";
import { inSpan, type SpanSpec } from "../telemetry/mod.ts";
import type { Canceller, Session } from "./canceller.ts";
import type { Parameter, Query } from "./database.ts";
import { flatten, type Fragment } from "./fragment.ts";
import { databaseUnavailable, sqlState, translate } from "./failure.ts";
import { inTime } from "./in_time.ts";
import { querySummary } from "./query_summary.ts";

const QUERY_TEXT_LENGTH_MAX = 2_000;

/** How much may be asked of a server at once, and for how long. */
export interface Limits {
  inFlight: number;
  readonly inFlightMax: number;
  readonly deadlineMs: number;
  readonly canceller: Pick<Canceller, "cancel" | "mayHaveHit">;
}

/** The driver's tagged template behind a bound, a deadline and a check of its answer. */
export function guarded(sql: postgres.Sql | postgres.TransactionSql, limits: Limits): Query {
  return <Row extends object>(
    strings: TemplateStringsArray,
    ...given: (Parameter | Fragment)[]
  ): Promise<Row[]> =>
    bounded(limits, async () => {
      const { strings: texts, parameters } = flatten(strings, given);
      if (remainingMs() <= 0) throw databaseUnavailable();
      const ask = () => alone(sql<Row[]>(texts, ...parameters as postgres.ParameterOrFragment<never>[]));
      const pending = ask();
      try {
        return withoutHoles(await inSpan(() => spanOf(texts), () => answerTo(pending, limits)));
      } catch (error) {
        if (!wasHit(pending, error, limits.canceller)) throw error;
        return withoutHoles(await answerTo(ask(), limits));
      }
    });
}

/**
 * Sees to it that nothing is sent behind this statement on its connection before its answer is there. Even with
 * `max_pipeline: 1` the driver sends one, and where that is a `begin`, it fails and leaves the connection inside a
 * transaction that nobody ends: later writes would be answered, and lost. `onexecute` is how the driver itself keeps a
 * connection for a transaction; what it returns says whether the connection can take more.
 */
function alone<Pending extends object>(pending: Pending): Pending {
  Object.assign(Object(Reflect.get(pending, "options")), { onexecute: () => false });
  return pending;
}

/** The statement as it stands in our code, without any of its parameters. */
function spanOf(texts: readonly string[]): SpanSpec {
  const text = texts.join("$").replaceAll(/\s+/g, " ").trim();
  return {
    name: querySummary(text),
    kind: "client",
    attribute: ["db.query.text", text.slice(0, QUERY_TEXT_LENGTH_MAX)],
  };
}

/** Runs what asks the server something, one of at most `inFlightMax`. */
export async function bounded<T>(limits: Limits, work: () => Promise<T>): Promise<T> {
  if (limits.inFlight >= limits.inFlightMax) throw databaseUnavailable();
  limits.inFlight++;
  try {
    return await work();
  } catch (error) {
    throw translate(error);
  } finally {
    limits.inFlight--;
  }
}

/** A hung server keeps no promise about its own time-out, and no server knows how long our caller waits. */
function answerTo<T>(pending: Promise<T> & { cancel(): void }, { deadlineMs, canceller }: Limits): Promise<T> {
  return inTime(pending, deadlineMs, () => {
    const session = sessionOf(pending);
    if (session === null) withdraw(pending);
    else canceller.cancel(pending, session);
  });
}

/**
 * Sees to it that a statement is not sent which no connection has sent yet. The driver takes it out of its queue, but
 * not out of a connection that is still being made for it, or of a transaction: there it would be passed over, and the
 * connection would wait for an answer for ever. So there it becomes one that asks for nothing.
 */
function withdraw(pending: { cancel(): void }): void {
  pending.cancel();
  Object.assign(pending, { cancelled: null, strings: ["select 1"], args: [] });
}

/** A statement that was ended in place of another one. By itself it is a transaction, so nothing of it has happened. */
function wasHit(pending: object, error: unknown, canceller: Limits["canceller"]): boolean {
  const session = sessionOf(pending);
  return sqlState(error) === QUERY_CANCELED && session !== null && canceller.mayHaveHit(session);
}

const QUERY_CANCELED = "57014";

function sessionOf(pending: object): Session | null {
  return Reflect.get(pending, "state");
}

/**
 * After a statement that failed while its rows were streaming, postgres.js 3.4.9 goes on counting: the next answer on
 * that connection begins with as many holes, and its own rows follow.
 */
function withoutHoles<Row extends object>(rows: postgres.RowList<Row[]>): Row[] {
  const whole = rows.filter(() => true); // Skips holes, and is a plain array.
  if (whole.length > 0 && rows.count !== null && rows.count !== whole.length) throw databaseUnavailable();
  return whole;
}
