import type { Database, Query } from "@pms/lib/db";
import { rest } from "@pms/lib/service";
import { CRASH_EXIT_CODE } from "./plants.ts";

/** A statement on its way to PostgreSQL. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** Sends it. */
  run(): Promise<object[]>;
  /** For other statements on the same connection. */
  readonly query: Query;
}

/** A database whose statements all go through `around`, those within transactions too. */
export function aroundStatements(
  database: Database,
  around: (statement: Statement) => Promise<object[]>,
): Database {
  const wrap = (query: Query): Query => <Row extends object>(...sent: Parameters<Query>) => {
    const [strings, ...parameters] = sent;
    const rows = around({ text: strings.join("?"), parameters, run: () => query(...sent), query });
    return rows as Promise<Row[]>; // What is planted knows which statement it answers.
  };
  return {
    ...database,
    query: wrap(database.query),
    transaction: (work) => database.transaction((query) => work(wrap(query))),
  };
}

/** A database whose writes, a single statement or a transaction, all go through `around`. */
export function aroundWrites(
  database: Database,
  isWrite: (text: string) => boolean,
  around: <Result>(write: (query: Query) => Promise<Result>) => Promise<Result>,
): Database {
  return {
    ...database,
    query: <Row extends object>(...sent: Parameters<Query>) =>
      isWrite(sent[0].join("?")) ? around((query) => query<Row>(...sent)) : database.query<Row>(...sent),
    transaction: around,
  };
}

/** So long something that should have come first comes too late. A careless program may win such a race for years. */
const TOO_LATE_MS = 60;

export function tooLate(): Promise<void> {
  return rest(TOO_LATE_MS, new AbortController().signal);
}

/** Ends the process, as `kill -9` would, when this place is passed for the nth time. */
export function crashPoint(passesMax: number): () => void {
  let passes = 0;
  return () => {
    if (++passes >= passesMax) Deno.exit(CRASH_EXIT_CODE);
  };
}

/** The plant that the arguments name, and after how many passes a crash point ends the process. */
export function planted<Drivers>(plants: Readonly<Record<string, (at: () => void) => Drivers>>): Drivers {
  const [name = "", passes = ""] = Deno.args;
  const plant = plants[name];
  if (plant === undefined) throw new Error(`Nothing is called ${name}`);
  return plant(crashPoint(Number(passes)));
}
