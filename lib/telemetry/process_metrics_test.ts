import { eventually } from "../testing/mod.ts";
import assert from "node:assert/strict";
import { createMetrics } from "./metrics.ts";
import { reportProcess } from "./process_metrics.ts";

Deno.test("memory, CPU time and uptime are as they are when somebody looks", async () => {
  const metrics = createMetrics("patient");
  await using _ = reportProcess(metrics);
  const text = await metrics.registry.metrics();
  for (
    const name of [
      "process_memory_usage_bytes",
      "v8js_memory_heap_used_bytes",
      "process_uptime_seconds",
      'process_cpu_time_seconds{cpu_mode="user"',
      'process_cpu_time_seconds{cpu_mode="system"',
    ]
  ) {
    const line = text.split("\n").find((each) => each.startsWith(name)) ?? assert.fail(name);
    assert.ok(Number(line.split(" ").at(-1)) > 0, line);
  }
});

Deno.test("a loop that was blocked for 300 ms shows as one that was late by at least 100 ms", async () => {
  const metrics = createMetrics("patient");
  await using _ = reportProcess(metrics);
  const late = async () => {
    const text = await metrics.registry.metrics();
    const count = (bound: string) =>
      Number(new RegExp(`nodejs_eventloop_delay_seconds_bucket{le="${bound}"[^}]*} (\\d+)`).exec(text)?.[1]);
    return count("\\+Inf") - count("0\\.1");
  };
  const endMs = performance.now() + 300;
  while (performance.now() < endMs);
  await eventually(async () => await late() >= 1);
});
