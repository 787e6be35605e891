import assert from "node:assert/strict";
import { createMetrics } from "../telemetry/mod.ts";
import { consumerMetrics } from "./consumer_metrics.ts";

Deno.test("a consumer shows how old events were at their effect, and counts dead letters from nought", async () => {
  const metrics = createMetrics("analytics");
  const observer = consumerMetrics(metrics, "patient.events.v1");
  const topic = 'messaging_destination_name="patient.events.v1",service_name="analytics"';
  assert.match(await metrics.registry.metrics(), new RegExp(`dead_letters_total{${topic}} 0`));
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  observer.applied([ago(20_000), ago(2_000_000), ago(-5_000), undefined, "yesterday"]);
  observer.setAside(2);
  const text = await metrics.registry.metrics();
  const upTo = (bound: string) =>
    Number(new RegExp(`event_age_seconds_bucket{le="${bound}",[^}]*} (\\d+)`).exec(text)?.[1]);
  assert.deepEqual([upTo("0.05"), upTo("10"), upTo("30"), upTo("1800"), upTo("3600")], [1, 1, 2, 2, 3]);
  assert.match(text, new RegExp(`dead_letters_total{${topic}} 2`));
});
