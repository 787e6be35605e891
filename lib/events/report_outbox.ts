import type { Database } from "../db/mod.ts";
import { every } from "../service/mod.ts";
import type { Logger, Metrics } from "../telemetry/mod.ts";
import { outboxState } from "./outbox.ts";

const PAUSE_MS = 5_000;

/**
 * Shows what waits in the outbox as metrics until disposed. OpenTelemetry has no names for an outbox; these follow its
 * form. They are no numbers while the database cannot be asked.
 */
export function reportOutbox(
  { query }: Pick<Database, "query">,
  destinations: readonly string[],
  metrics: Metrics,
  log: Logger,
): AsyncDisposable {
  const gauges = {
    depth: metrics.gauge("outbox_depth", "Rows that wait in the outbox, parked ones included", ["destination"]),
    oldestAgeS: metrics.gauge("outbox_oldest_age_seconds", "Age of the oldest row that is not parked", ["destination"]),
    parked: metrics.gauge("outbox_parked_rows", "Rows that only an operator sends again", ["destination"]),
  };
  const unknown = { depth: NaN, oldestAgeS: NaN, parked: NaN };
  const show = (destination: string, state: typeof unknown) => {
    for (const name of ["depth", "oldestAgeS", "parked"] as const) gauges[name].set({ destination }, state[name]);
  };
  return every(PAUSE_MS, async () => {
    for (const destination of destinations) {
      try {
        show(destination, await outboxState(query, destination));
      } catch (error) {
        show(destination, unknown);
        throw error;
      }
    }
  }, log);
}
