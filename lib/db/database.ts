import postgres from "postgres";
import { DomainError, unavailable } from "../errors.ts";

/** What may stand in a `${…}` of a query. A document goes in as `${JSON.stringify(it)}::text::jsonb`. */
export type Parameter = string | number | boolean | bigint | Date | Uint8Array | null | readonly string[];

/** Runs one statement, written as a tagged template; columns come back in camelCase. */
export type Query = <Row extends object = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...parameters: Parameter[]
) => Promise<Row[]>;

export interface Database extends AsyncDisposable {
  readonly query: Query;
  /** All of the work or none of it. The work must use the query it is given. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** Whether the server answers within a second. */
  ping(): Promise<boolean>;
}

export interface DatabaseOptions {
  /** `postgres://role:password@host:port/database` */
  readonly url: string;
  readonly poolMax: number;
  readonly applicationName: string;
  readonly statementTimeoutMs?: number;
  /** Statements waiting or running at once; past it a call fails at once instead of waiting in a growing queue. */
  readonly inFlightMax?: number;
}

export function openDatabase(options: DatabaseOptions): Database {
  const { url, poolMax, applicationName, statementTimeoutMs = 5_000, inFlightMax = 1_000 } = options;
  const sql = postgres(url, {
    max: poolMax,
    // The driver pipelines queries by default and keeps a list of busy connections that grows by one entry per
    // pipelined query and is searched from its start: it slows down for ever. database_bench_test would notice.
    ...{ max_pipeline: 1 },
    connect_timeout: 3, // seconds
    idle_timeout: 0,
    backoff: (attempt: number) => Math.min(0.05 * 2 ** attempt, 1), // seconds
    connection: { application_name: applicationName, statement_timeout: statementTimeoutMs },
    types: { date: TEXT_DATE },
    transform: { column: { from: postgres.toCamel } },
    onnotice: () => {},
  });
  const limits: Limits = { inFlight: 0, inFlightMax, deadlineMs: statementTimeoutMs + 1_000 };
  const endConnection = async (pid: number) => void await sql`select pg_terminate_backend(${pid})`;
  const query = guarded(sql, limits, endConnection);

  return {
    query,
    transaction: async (work) => {
      try {
        return await sql.begin((tx) => work(guarded(tx, limits, endConnection))) as Awaited<ReturnType<typeof work>>;
      } catch (error) {
        throw translate(error);
      }
    },
    ping: async () => {
      const answer = query`select 1`.then(() => true, () => false);
      return await Promise.race([answer, after(1_000, false)]);
    },
    [Symbol.asyncDispose]: () => sql.end({ timeout: 2 }), // seconds
  };
}

/** `date` stays the text it is: a birthday has no time zone. */
const TEXT_DATE = { to: 1082, from: [1082], serialize: (text: string) => text, parse: (text: string) => text };

interface Limits {
  inFlight: number;
  readonly inFlightMax: number;
  readonly deadlineMs: number;
}

/**
 * The driver's tagged template behind a bound, a deadline and a check of its answer: after a statement that failed
 * while its rows were streaming, postgres.js 3.4.9 hands the next statement on that connection an array with holes.
 */
function guarded(
  sql: postgres.Sql | postgres.TransactionSql,
  limits: Limits,
  endConnection: (pid: number) => Promise<void>,
): Query {
  return async <Row extends object>(strings: TemplateStringsArray, ...parameters: Parameter[]): Promise<Row[]> => {
    if (limits.inFlight >= limits.inFlightMax) throw unavailable("The database");
    limits.inFlight++;
    const pending = sql<Row[]>(strings, ...parameters as postgres.ParameterOrFragment<never>[]);
    // A hung server keeps no promise about its own time-out.
    const timer = setTimeout(() => pending.cancel(), limits.deadlineMs);
    try {
      const rows = await pending;
      const damaged = rows.columns !== undefined && rows.columns.length > 0 && rows.length !== rows.count;
      if (!damaged) return rows;
      await endConnection(rows.state.pid).catch(ignoreLostConnection);
      throw unavailable("The database");
    } catch (error) {
      throw translate(error);
    } finally {
      clearTimeout(timer);
      limits.inFlight--;
    }
  };
}

/** Ending the damaged connection may end the very one that carried the request. */
function ignoreLostConnection(error: unknown): void {
  if (!isUnavailable(error)) throw error;
}

/** What the caller can only wait out becomes `unavailable`; all else is a constraint's word or a defect. */
function translate(error: unknown): unknown {
  if (error instanceof DomainError || !isUnavailable(error)) return error;
  return unavailable("The database", error);
}

/** SQLSTATEs and driver codes that say: not now. Classes 08, 53, 57 and the retriable ones of 40 and 55. */
const NOT_NOW =
  /^(08...|53...|57P0.|57014|40001|40P01|55P03|28P01|3D000|CONNECT.*|ECONN.*|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)$/;

function isUnavailable(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && NOT_NOW.test(error.code);
}

/** The SQLSTATE of a refused statement, or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError ? error.code : undefined;
}

function after<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, ms, value));
}
