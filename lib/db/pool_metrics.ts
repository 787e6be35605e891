import type { Metrics } from "../telemetry/mod.ts";
import type { Limits } from "./statement.ts";

const POOL = "db_client_connection_pool_name";
const STATE = "db_client_connection_state";

/**
 * How busy a pool is, under OpenTelemetry's names. What is under way has a connection to itself, a statement as well as
 * a transaction; what is more than there are connections waits for one.
 */
export function reportPool(metrics: Metrics, pool: string, limits: Pick<Limits, "inFlight">, poolMax: number): void {
  const used = () => Math.min(limits.inFlight, poolMax);
  metrics.observe(
    "db_client_connection_count",
    "Connections of a pool, by whether they are in use",
    [POOL, STATE],
    () => [
      [{ [POOL]: pool, [STATE]: "used" }, used()],
      [{ [POOL]: pool, [STATE]: "idle" }, poolMax - used()],
    ],
  );
  metrics.observe("db_client_connection_max", "Connections that a pool may have", [POOL], () => [
    [{ [POOL]: pool }, poolMax],
  ]);
  metrics.observe("db_client_connection_pending_requests", "Statements that wait for a connection", [POOL], () => [
    [{ [POOL]: pool }, limits.inFlight - used()],
  ]);
}
