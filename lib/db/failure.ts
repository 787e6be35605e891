import postgres from "postgres";
import { DomainError, unavailable } from "../errors.ts";

/** The database cannot answer at the moment. */
export function databaseUnavailable(cause?: unknown): DomainError {
  return unavailable("The database", cause);
}

/**
 * What the caller can only wait out becomes `unavailable`; a statement that was refused keeps its code and the names of
 * what refused it. The server's words stay out: they quote what was sent, and its detail the whole row.
 */
export function translate(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const refused = error instanceof postgres.PostgresError ? withoutData(error) : error;
  return isCode(refused, NOT_NOW) || isConnectionLost(refused) ? databaseUnavailable(refused) : refused;
}

function withoutData(error: postgres.PostgresError): postgres.PostgresError {
  const { code, severity, schema_name, table_name, column_name, constraint_name, routine } = error;
  const message = `The database refused a statement: ${[code, constraint_name].filter(Boolean).join(" ")}`;
  const kept = { message, code, severity, schema_name, table_name, column_name, constraint_name, routine };
  return new postgres.PostgresError(kept as unknown as string); // Its types are wrong here.
}

/** SQLSTATEs that say: not now. Classes 08, 53, 57 and the retriable ones of 40 and 55. */
const NOT_NOW = /^(08...|53...|57P0.|57014|40001|40P01|55P03|28P01|3D000)$/;
/** What the driver and the system say when there is no connection, or no longer. */
const CONNECTION = /^(CONNECT.*|ECONN.*|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)$/;

/** Whether the connection is gone that a statement ran on, or never was. */
export function isConnectionLost(error: unknown): boolean {
  return isCode(error, CONNECTION);
}

function isCode(error: unknown, pattern: RegExp): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && pattern.test(error.code);
}

/** The SQLSTATE of a refused statement, or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError ? error.code : undefined;
}
