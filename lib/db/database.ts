import postgres from "postgres";
import { DomainError, unavailable } from "../errors.ts";
import { withDeadline } from "../service/deadline.ts";

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
    // pipelined query and is searched from its start: it slows down for ever. `database_bench.ts` would notice.
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
  const query = guarded(sql, limits);
  return {
    query,
    transaction: (work) => transact(sql, limits, work),
    ping: () => withDeadline(query`select 1`, PING_DEADLINE_MS, "The database").then(() => true, () => false),
    [Symbol.asyncDispose]: () => sql.end({ timeout: 2 }), // seconds
  };
}

const PING_DEADLINE_MS = 1_000;

/** `date` stays the text it is: a birthday has no time zone. */
const TEXT_DATE = { to: 1082, from: [1082], serialize: (text: string) => text, parse: (text: string) => text };

interface Limits {
  inFlight: number;
  readonly inFlightMax: number;
  readonly deadlineMs: number;
}

/** The driver's tagged template behind a bound, a deadline and a check of its answer. */
function guarded(sql: postgres.Sql | postgres.TransactionSql, limits: Limits): Query {
  return <Row extends object>(strings: TemplateStringsArray, ...parameters: Parameter[]): Promise<Row[]> =>
    bounded(limits, async () => {
      const pending = sql<Row[]>(strings, ...parameters as postgres.ParameterOrFragment<never>[]);
      try {
        // A hung server keeps no promise about its own time-out.
        return withoutHoles(await withDeadline(pending, limits.deadlineMs, "The database"));
      } catch (error) {
        if (isWaiting(pending)) pending.cancel();
        throw error;
      }
    });
}

async function transact<T>(sql: postgres.Sql, limits: Limits, work: (query: Query) => Promise<T>): Promise<T> {
  return await bounded(limits, async () => {
    // The deadline is for what the driver does around the work: to get a connection, to commit, to roll back.
    const late = new AbortController();
    const failed = Promise.withResolvers<never>();
    late.signal.addEventListener("abort", () => failed.reject(unavailable("The database")));
    const start = () => setTimeout(() => late.abort(), limits.deadlineMs);
    let timer = start();
    const done = sql.begin(async (tx) => {
      clearTimeout(timer);
      late.signal.throwIfAborted(); // Nobody waits for it any more.
      try {
        return await work(guarded(tx, { ...limits, inFlight: 0 }));
      } finally {
        timer = start();
      }
    });
    try {
      return await Promise.race([done, failed.promise]) as T;
    } finally {
      clearTimeout(timer);
    }
  });
}

/** Runs what asks the server something, one of at most `inFlightMax`. */
async function bounded<T>(limits: Limits, work: () => Promise<T>): Promise<T> {
  if (limits.inFlight >= limits.inFlightMax) throw unavailable("The database");
  limits.inFlight++;
  try {
    return await work();
  } catch (error) {
    throw translate(error);
  } finally {
    limits.inFlight--;
  }
}

/** Whether no connection has taken the query yet. One that was sent cannot be recalled safely: see `cancel` of the driver. */
function isWaiting(pending: object): boolean {
  return Reflect.get(pending, "state") === null;
}

/**
 * After a statement that failed while its rows were streaming, postgres.js 3.4.9 goes on counting: the next answer on
 * that connection begins with as many holes, and its own rows follow.
 */
function withoutHoles<Row extends object>(rows: postgres.RowList<Row[]>): Row[] {
  if (rows.length === 0 || 0 in rows) return rows;
  const whole = rows.filter(() => true);
  if (rows.count !== null && rows.count !== whole.length) throw unavailable("The database");
  return whole;
}

/**
 * What the caller can only wait out becomes `unavailable`; a statement that was refused keeps its code and the names of
 * what refused it. The server's words stay out: they quote what was sent, and its detail the whole row.
 */
function translate(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const refused = error instanceof postgres.PostgresError ? withoutData(error) : error;
  return isUnavailable(refused) ? unavailable("The database", refused) : refused;
}

function withoutData(error: postgres.PostgresError): postgres.PostgresError {
  const { code, severity, schema_name, table_name, column_name, constraint_name, routine } = error;
  const message = `The database refused a statement: ${[code, constraint_name].filter(Boolean).join(" ")}`;
  const names = { code, severity, schema_name, table_name, column_name, constraint_name, routine };
  return Object.assign(new postgres.PostgresError(message), names);
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
