import postgres from "postgres";
import { withDeadline } from "../service/deadline.ts";
import { createCanceller } from "./canceller.ts";
import type { Metrics } from "../telemetry/mod.ts";
import type { Fragment } from "./fragment.ts";
import { reportPool } from "./pool_metrics.ts";
import { guarded, type Limits } from "./statement.ts";
import { transact } from "./transaction.ts";
import "./type_lookup.ts";

/** What may stand in a `${…}` of a query. A document goes in as `${JSON.stringify(it)}::text::jsonb`. */
export type Parameter = string | number | boolean | bigint | Date | Uint8Array | null | readonly string[];

/** Runs one statement, written as a tagged template; columns come back in camelCase. */
export type Query = <Row extends object = Record<string, unknown>>(
  strings: TemplateStringsArray,
  ...parameters: (Parameter | Fragment)[]
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
  /** Of PostgreSQL, for all sessions of this pool. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Statements waiting or running at once; past it a call fails at once instead of waiting in a growing queue. */
  readonly inFlightMax?: number;
  /** Where the pool shows how busy it is. */
  readonly metrics?: Metrics;
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
    connection: {
      ...options.settings,
      application_name: applicationName,
      statement_timeout: statementTimeoutMs,
    },
    types: { date: TEXT_DATE },
    transform: { column: { from: postgres.toCamel } },
    onnotice: () => {},
  });
  const canceller = createCanceller(url, applicationName);
  const limits: Limits = { inFlight: 0, inFlightMax, deadlineMs: statementTimeoutMs + 1_000, canceller };
  const query = guarded(sql, limits);
  if (options.metrics !== undefined) reportPool(options.metrics, applicationName, limits, poolMax);
  return {
    query,
    transaction: (work) => transact(sql, limits, work),
    ping: () => withDeadline(query`select 1`, PING_DEADLINE_MS, "The database").then(() => true, () => false),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([sql.end({ timeout: 2 }), canceller[Symbol.asyncDispose]()]); // seconds
    },
  };
}

const PING_DEADLINE_MS = 1_000;

/** `date` stays the text it is: a birthday has no time zone. */
const TEXT_DATE = { to: 1082, from: [1082], serialize: (text: string) => text, parse: (text: string) => text };
