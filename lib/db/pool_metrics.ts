import type { Metrics } from "../telemetry/mod.ts";
import type { Limits } from "./statement.ts";

/**
 * How busy a pool is, under OpenTelemetry's names. What is under way has a connection to itself, a statement as well as
 * a transaction; what is more than there are connections waits for one.
 */
export function reportPool(metrics: Metrics, pool: string, limits: Pick<Limits, "inFlight">, poolMax: number): void {
  const name = { db_client_connection_pool_name: pool };
  const used = () => Math.min(limits.inFlight, poolMax);
  metrics.observe("db_client_connection_count", "Connections of a pool, by whether they are in use", () => [
    [{ ...name, db_client_connection_state: "used" }, used()],
    [{ ...name, db_client_connection_state: "idle" }, poolMax - used()],
  ]);
  metrics.observe("db_client_connection_max", "Connections that a pool may have", () => [[name, poolMax]]);
  metrics.observe("db_client_connection_pending_requests", "Statements that wait for a connection", () => [
    [name, limits.inFlight - used()],
  ]);
}
