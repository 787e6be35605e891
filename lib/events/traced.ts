import { inSpan, openSpan, tracing } from "../telemetry/mod.ts";
import type { Deliver } from "./relay.ts";

/**
 * A delivery that shows in the traces of what it delivers. Each row has a span in its own trace, as long as the
 * delivery takes; the batch has one, in the trace of its first row and linked to all, below which the calls out are.
 * Rows of a delivery that failed have none: they come again, and only the last time counts.
 */
export function traced(destination: string, deliver: Deliver): Deliver {
  if (!tracing) return deliver;
  return async (rows) => {
    const spans = rows.map(({ patientId, traceparent }) =>
      openSpan(() => ({
        name: `outbox ${destination}`,
        kind: "producer",
        attribute: ["patient.id", patientId],
        parent: traceparent,
      }))
    );
    const within = rows.map((row, index) => ({ ...row, traceparent: spans[index]?.traceparent ?? row.traceparent }));
    const { delivered, refused } = await inSpan(() => ({
      name: `relay ${destination}`,
      kind: "internal",
      attribute: ["messaging.batch.message_count", rows.length],
      causes: within.map(({ traceparent }) => traceparent),
    }), () => deliver(within));
    const failed = new Set(refused.map(({ row }) => row.position));
    rows.forEach(({ position }, index) => spans[index]?.end(failed.has(position)));
    return { delivered, refused };
  };
}
