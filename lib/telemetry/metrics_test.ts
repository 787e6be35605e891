import assert from "node:assert/strict";
import { createMetrics } from "./metrics.ts";

Deno.test("metrics come out as Prometheus text, with the service's name on each series", async () => {
  const metrics = createMetrics("patient");
  metrics.counter("relay_rows_total", "Rows handed over", ["destination"]).inc({ destination: "billing" }, 3);
  metrics.gauge("outbox_rows", "Rows that wait").set(7);
  const text = await metrics.registry.metrics();
  assert.match(text, /^relay_rows_total\{destination="billing",service_name="patient"\} 3$/m);
  assert.match(text, /^outbox_rows\{service_name="patient"\} 7$/m);
});

Deno.test("two sets of metrics in one process do not know of each other", async () => {
  const [patient, billing] = [createMetrics("patient"), createMetrics("billing")];
  patient.counter("calls_total", "Calls").inc();
  billing.counter("calls_total", "Calls").inc(5);
  assert.match(await patient.registry.metrics(), /^calls_total\{service_name="patient"\} 1$/m);
});

Deno.test("what is observed is looked up anew at each scrape, and parts share a name", async () => {
  const metrics = createMetrics("patient");
  let used = 1;
  metrics.observe("connections", "Connections", ["pool"], () => [[{ pool: "patient" }, used]]);
  metrics.observe("connections", "Connections", ["pool"], () => Promise.resolve([[{ pool: "relay" }, 1]]));
  used = 5;
  const text = await metrics.registry.metrics();
  assert.match(text, /^connections\{pool="patient",service_name="patient"\} 5$/m);
  assert.match(text, /^connections\{pool="relay",service_name="patient"\} 1$/m);
});
