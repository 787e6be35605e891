export { createLogger, describeError, type LogFields, type Logger, type LogLevel } from "./log.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
export { traceIdOf, traceparentOr } from "./trace.ts";
