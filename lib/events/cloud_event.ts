/** What CloudEvents 1.0 asks to know about an event. */
export interface EventContext {
  readonly id: string;
  /** Such as `patient.registered.v1`. */
  readonly type: string;
  readonly source: string;
  readonly timeMs: number;
  readonly traceparent: string | null;
}

/** The headers of the Kafka binding of CloudEvents 1.0, binary mode, with the trace context beside them. */
export function cloudEventHeaders({ id, type, source, timeMs, traceparent }: EventContext): Record<string, string> {
  return {
    ce_specversion: "1.0",
    ce_id: id,
    ce_type: type,
    ce_source: source,
    ce_time: new Date(timeMs).toISOString(),
    "content-type": "application/protobuf",
    ...(traceparent !== null && { traceparent }),
  };
}
