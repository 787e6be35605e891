/** Delivers rows as the relay does, in a process that traces. The process of delivery_test.ts. */
import { type OutboxRow, traced } from "@pms/lib/events";

const [traceId, ...how] = Deno.args;
const rows: OutboxRow[] = ["a", "b", "c"].map((name, index) => ({
  position: String(index),
  eventId: name,
  patientId: `patient-${name}`,
  payload: {},
  // The last one was written by a request that nobody traced.
  traceparent: name === "c" ? `00-${traceId}-b7ad6b7169203331-00` : `00-${traceId}-b7ad6b716920333${index}-01`,
}));
const deliver = traced("kafka", (given) => {
  if (how.includes("failing")) return Promise.reject(new Error("Kafka is away"));
  const [first, second, third] = given;
  if (first === undefined || second === undefined || third === undefined) throw new Error("Rows are missing");
  return Promise.resolve({ delivered: [first, third], refused: [{ row: second, reason: "no" }] });
});
await deliver(rows).catch(() => {});
Deno.exit(0); // Flushes what was recorded.
