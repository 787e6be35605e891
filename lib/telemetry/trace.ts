import { trace } from "@opentelemetry/api";

/** W3C Trace Context, level 1: version, trace id, parent id, flags. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace id of the active span, else of the `traceparent` given, else undefined. 32 hexadecimal digits. */
export function traceIdOf(traceparent: string | null | undefined): string | undefined {
  const active = trace.getActiveSpan()?.spanContext().traceId;
  return active ?? TRACEPARENT.exec(traceparent ?? "")?.[1];
}

/** The `traceparent` given if it is well formed, else that of a new trace: everybody downstream logs the same id. */
export function traceparentOr(given: string | null | undefined): string {
  return given != null && TRACEPARENT.test(given) ? given : `00-${randomHex(16)}-${randomHex(8)}-00`;
}

function randomHex(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toHex();
}
