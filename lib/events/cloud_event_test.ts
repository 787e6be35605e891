import assert from "node:assert/strict";
import { cloudEventHeaders, type EventContext } from "./mod.ts";

const context: EventContext = {
  id: "0198c0de-0000-7000-8000-000000000001",
  type: "patient.registered.v1",
  source: "/patient",
  timeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  traceparent: null,
};

Deno.test("an event's headers are those of the Kafka binding of CloudEvents 1.0", () => {
  assert.deepEqual(cloudEventHeaders(context), {
    ce_specversion: "1.0",
    ce_id: "0198c0de-0000-7000-8000-000000000001",
    ce_type: "patient.registered.v1",
    ce_source: "/patient",
    ce_time: "2026-01-02T03:04:05.678Z",
    "content-type": "application/protobuf",
  });
});

Deno.test("an event that has a trace context carries it", () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  assert.equal(cloudEventHeaders({ ...context, traceparent })["traceparent"], traceparent);
});
