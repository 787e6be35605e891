import type postgres from "postgres";
import { withDeadline } from "../service/deadline.ts";
import { inSpan, type SpanSpec } from "../telemetry/mod.ts";
import type { Parameter, Query } from "./database.ts";
import { flatten, type Fragment } from "./fragment.ts";
import { databaseUnavailable, translate } from "./failure.ts";
import { querySummary } from "./query_summary.ts";

const QUERY_TEXT_LENGTH_MAX = 2_000;

/** How much may be asked of a server at once, and for how long. */
export interface Limits {
  inFlight: number;
  readonly inFlightMax: number;
  readonly deadlineMs: number;
}

/** The driver's tagged template behind a bound, a deadline and a check of its answer. */
export function guarded(sql: postgres.Sql | postgres.TransactionSql, limits: Limits): Query {
  return <Row extends object>(
    strings: TemplateStringsArray,
    ...given: (Parameter | Fragment)[]
  ): Promise<Row[]> =>
    bounded(limits, async () => {
      const { strings: texts, parameters } = flatten(strings, given);
      const pending = sql<Row[]>(texts, ...parameters as postgres.ParameterOrFragment<never>[]);
      try {
        // A hung server keeps no promise about its own time-out.
        const answer = () => withDeadline(pending, limits.deadlineMs, "The database");
        return withoutHoles(await inSpan(() => spanOf(texts), answer));
      } catch (error) {
        if (isWaiting(pending)) pending.cancel();
        throw error;
      }
    });
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

/**
 * Whether no connection has taken the statement yet. To cancel another one the driver opens a connection of its own,
 * and when that fails nobody could catch it.
 */
function isWaiting(pending: object): boolean {
  return Reflect.get(pending, "state") === null;
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
