import { trace } from "@opentelemetry/api";

export const tracer = trace.getTracer("patient-management");

/**
 * Whether this process was started with `OTEL_DENO=true`: otherwise there is no provider, and nothing that asks this
 * does anything. Deno's own spans hold whole URLs as their second attribute and further; the limit of one attribute
 * under which a service runs (`runService()` sees to it) keeps them out, and leaves ours one each.
 */
export const tracing: boolean = tracer.startSpan("probe").isRecording();
