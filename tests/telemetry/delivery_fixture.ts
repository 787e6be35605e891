/** Delivers rows as the relay does, in a process that traces. The process of delivery_test.ts. */
import { type OutboxRow, traced } from "@pms/lib/events";

const [traceId, ...how] = Deno.args;
const others = how.includes("thousand") ? Array.from({ length: 997 }, (_, index) => `d${index}`) : [];
const rows: OutboxRow[] = ["a", "b", "c", ...others].map((name, index) => ({
  position: String(index),
  eventId: name,
  patientId: `patient-${name}`,
  payload: {},
  // The first one was written by a request that nobody traced.
  traceparent: `00-${traceId}-b7ad6b716920${3330 + index}-${name === "a" ? "00" : "01"}`,
}));
const deliver = traced("kafka", (given) => {
  if (how.includes("failing")) return Promise.reject(new Error("Kafka is away"));
  return Promise.resolve({
    delivered: given.filter(({ eventId }) => eventId !== "b"),
    refused: given.filter(({ eventId }) => eventId === "b").map((row) => ({ row, reason: "no" })),
  });
});
await deliver(rows).catch(() => {});
Deno.exit(0); // Flushes what was recorded.
