import { type Context, context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { contextOf, traceparentOf } from "./trace.ts";
import { tracer, tracing } from "./tracing.ts";

/** What a span says. Everything in it is ours: names of routes, methods and topics, ids and counts, never a value sent. */
export interface SpanSpec {
  readonly name: string;
  readonly kind: "client" | "server" | "producer" | "consumer" | "internal";
  /** One and no more: see `tracing.ts`. */
  readonly attribute?: readonly [name: string, value: string | number];
  /** The `traceparent` of what caused it; the active span where left out. */
  readonly parent?: string | null | undefined;
  /** The `traceparent`s of all that it takes care of at once: it is below the first that is traced, and linked to each. */
  readonly causes?: readonly (string | null | undefined)[];
}

/** A span that ends later, and is lost if nobody ends it. */
export interface OpenSpan {
  /** The trace context of what happens inside it. */
  readonly traceparent: string;
  end(failed?: boolean): void;
}

/** Of a batch of the relay or a consumer. Deno has a bound of 128 of its own unless `OTEL_SPAN_LINK_COUNT_LIMIT` says this. */
const LINKS_MAX = 1_000;

const KINDS = {
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/** Runs the work inside a span, where its cause is traced; else it just runs it. What it throws marks the span as failed. */
export function inSpan<T>(describe: () => SpanSpec, work: () => Promise<T>): Promise<T> {
  return tracing ? recorded(describe(), work) : work();
}

async function recorded<T>(spec: SpanSpec, work: () => Promise<T>): Promise<T> {
  const parent = parentOf(spec);
  if (parent === undefined) return await work();
  const span = start(spec, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work);
  } catch (error) {
    fail(span);
    throw error;
  } finally {
    span.end();
  }
}

/** Begins a span for what does not end where it begins; undefined where its cause is not traced. */
export function openSpan(describe: () => SpanSpec): OpenSpan | undefined {
  if (!tracing) return undefined;
  const spec = describe();
  const parent = parentOf(spec);
  if (parent === undefined) return undefined;
  const span = start(spec, parent);
  return {
    traceparent: traceparentOf(span) ?? "",
    end: (failed = false) => {
      if (failed) fail(span);
      span.end();
    },
  };
}

/** Gives Deno's own span of a request its name; it knows only the method. */
export function nameSpan(name: string, span: Span | undefined = trace.getActiveSpan()): void {
  span?.updateName(name);
}

/** `fetch`, after which the caller's span is the active one again: Deno 2.9.6 leaves that of the call behind. */
export const tracedFetch: typeof fetch = (...call) => context.with(context.active(), () => fetch(...call));

/**
 * The span that Deno began for a request of `node:http`. It is on the answer, under a symbol of Deno's own, and active
 * nowhere; undefined where there is none, or no longer under that name.
 */
export function requestSpan(res: object): Span | undefined {
  if (!tracing) return undefined;
  const key = Object.getOwnPropertySymbols(res).find(({ description }) => description === "kOtelSpan");
  const found: unknown = key === undefined ? undefined : Reflect.get(res, key);
  return isSpan(found) ? found : undefined;
}

function isSpan(value: unknown): value is Span {
  return typeof value === "object" && value !== null && "spanContext" in value && "updateName" in value;
}

function parentOf({ parent, causes }: SpanSpec): Context | undefined {
  if (causes !== undefined) return tracedAmong(causes)[0];
  const found = parent === undefined ? context.active() : contextOf(parent);
  return isTraced(found) ? found : undefined;
}

function tracedAmong(causes: NonNullable<SpanSpec["causes"]>): Context[] {
  return causes.map((cause) => contextOf(cause ?? null)).filter((found) => found !== undefined).filter(isTraced);
}

function isTraced(found: Context | undefined): boolean {
  return found !== undefined && traceparentOf(trace.getSpan(found)) !== undefined;
}

function start({ name, kind, attribute, causes = [] }: SpanSpec, parent: Context): Span {
  const links = tracedAmong(causes).slice(0, LINKS_MAX).flatMap((found) => {
    const linked = trace.getSpanContext(found);
    return linked === undefined ? [] : [{ context: linked }];
  });
  const attributes = attribute === undefined ? {} : { [attribute[0]]: attribute[1] };
  return tracer.startSpan(name, { kind: KINDS[kind], attributes, links }, parent);
}

/** Without the error's words, which may quote what was sent. */
function fail(span: Span): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
}
