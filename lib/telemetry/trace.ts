import { type Context, ROOT_CONTEXT, type Span, trace } from "@opentelemetry/api";
import { tracing } from "./tracing.ts";

/** W3C Trace Context, level 1: version, trace id, parent id, flags. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
const SAMPLED = 1;

/** The trace id of the `traceparent` given, else undefined. 32 hexadecimal digits. */
export function traceIdOf(traceparent: string | null | undefined): string | undefined {
  return TRACEPARENT.exec(traceparent ?? "")?.[1];
}

/**
 * The trace context of what happens now: the active span's where this request is traced, else the `traceparent` given
 * if it is well formed, else that of a new trace. So everybody downstream logs the same id.
 */
export function traceparentOr(given: string | null | undefined): string {
  const active = tracing ? trace.getActiveSpan() : undefined;
  return traceparentOf(active) ?? wellFormed(given) ?? `00-${randomHex(16)}-${randomHex(8)}-00`;
}

/** As a header says it; undefined for a span that is not recorded. */
export function traceparentOf(span: Span | undefined): string | undefined {
  const { traceId, spanId, traceFlags } = span?.spanContext() ?? {};
  if (traceFlags === undefined || (traceFlags & SAMPLED) === 0) return undefined;
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}

/** The context in which the sender's span is the active one. */
export function contextOf(traceparent: string | null): Context | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function wellFormed(given: string | null | undefined): string | undefined {
  return given != null && TRACEPARENT.test(given) ? given : undefined;
}

function randomHex(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toHex();
}
