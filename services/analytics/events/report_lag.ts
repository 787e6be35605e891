import type { LagReader } from "@pms/lib/events";
import { every } from "@pms/lib/service";
import type { Logger, Metrics } from "@pms/lib/telemetry";

const PAUSE_MS = 5_000;

/** Shows the lag as a metric until disposed; it is no number while the broker cannot be asked. */
export function reportLag(lag: Pick<LagReader, "read">, metrics: Metrics, log: Logger): AsyncDisposable {
  const gauge = metrics.gauge("analytics_event_lag", "Records of the topic that are not consumed yet");
  return every(PAUSE_MS, async () => gauge.set(await lag.read() ?? NaN), log);
}
