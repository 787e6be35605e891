import process from "node:process";
import { Histogram } from "prom-client";
import type { Metrics } from "./metrics.ts";

const LOOK_EVERY_MS = 100;
const MICROSECONDS = 1_000_000;

/** How the process does, under OpenTelemetry's names: its memory and CPU time, and how late its event loop is. */
export function reportProcess(metrics: Metrics): AsyncDisposable {
  metrics.observe("process_memory_usage_bytes", "Physical memory in use", [], () => [[{}, Deno.memoryUsage().rss]]);
  metrics.observe(
    "v8js_memory_heap_used_bytes",
    "Memory that JavaScript uses",
    [],
    () => [[{}, Deno.memoryUsage().heapUsed]],
  );
  metrics.observe("process_uptime_seconds", "Time since the start", [], () => [[{}, process.uptime()]]);
  metrics.observe("process_cpu_time_seconds", "CPU time since the start", ["cpu_mode"], () => {
    const { user, system } = process.cpuUsage();
    return [[{ cpu_mode: "user" }, user / MICROSECONDS], [{ cpu_mode: "system" }, system / MICROSECONDS]];
  });
  return watchEventLoop(metrics);
}

/** By a timer: the histogram of `node:perf_hooks` does not see a blocked loop in Deno 2.9.6. */
function watchEventLoop({ registry }: Metrics): AsyncDisposable {
  const delay = new Histogram({
    name: "nodejs_eventloop_delay_seconds",
    help: "How late a timer fires, looked at ten times a second",
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  let expectedMs = performance.now() + LOOK_EVERY_MS;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    delay.observe(Math.max(0, nowMs - expectedMs) / 1_000);
    expectedMs = nowMs + LOOK_EVERY_MS;
  }, LOOK_EVERY_MS);
  return {
    [Symbol.asyncDispose]: () => {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
}
