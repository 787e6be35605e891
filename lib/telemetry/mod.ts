export { createLogger, describeError, type LogFields, type Logger, type LogLevel } from "./log.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
export { reportProcess } from "./process_metrics.ts";
export { inSpan, nameSpan, type OpenSpan, openSpan, requestSpan, type SpanSpec, tracedFetch } from "./span.ts";
export { traceIdOf, traceparentOf, traceparentOr } from "./trace.ts";
export { tracing } from "./tracing.ts";
