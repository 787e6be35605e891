import { Histogram } from "prom-client";
import type { Metrics } from "../telemetry/mod.ts";

/** What a consumer did, for whoever counts it. */
export interface ConsumerObserver {
  /** The effect of these events is committed. `ce_time` is when each of them happened, RFC 3339. */
  applied(times: readonly (string | undefined)[]): void;
  /** So many records went to the dead letters. */
  setAside(count: number): void;
}

/** Shows what a consumer of this topic did. */
export function consumerMetrics(metrics: Metrics, topic: string): ConsumerObserver {
  const age = new Histogram({
    name: "event_age_seconds",
    help: "From a change until its effect is committed here, the wait in the outbox included",
    labelNames: ["messaging_destination_name"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600],
    registers: [metrics.registry],
  });
  const deadLetters = metrics.counter(
    "dead_letters_total",
    "Records that could not be read and were set aside",
    ["messaging_destination_name"],
  );
  const labels = { messaging_destination_name: topic };
  deadLetters.inc(labels, 0); // So that the first one is a rise.
  return {
    applied: (times) => {
      const nowMs = Date.now();
      for (const time of times) {
        const atMs = Date.parse(time ?? "");
        if (!Number.isNaN(atMs)) age.observe(labels, Math.max(0, nowMs - atMs) / 1_000);
      }
    },
    setAside: (count) => deadLetters.inc(labels, count),
  };
}
