/** One span as it was exported, with the service that made it. */
export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly kind: "internal" | "server" | "client" | "producer" | "consumer";
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for the first span of a trace. */
  readonly parentSpanId: string | undefined;
  /** Span ids. */
  readonly links: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
}

export interface Receiver extends AsyncDisposable {
  /** The variables with which a system sends its spans here. */
  readonly variables: Readonly<Record<string, string>>;
  spans(): readonly ReceivedSpan[];
  /** All that came, of whatever kind, as it came. */
  text(): string;
}

interface Exported {
  readonly resourceSpans?: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly ExportedSpan[] }[];
  }[];
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface ExportedSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes?: readonly Attribute[];
  readonly links?: readonly { readonly spanId: string }[];
  readonly status?: { readonly code?: number };
}

const KINDS = ["internal", "server", "client", "producer", "consumer"] as const;

/** Takes connections, and never answers. */
export function startStalledReceiver(): Pick<Receiver, "variables"> & AsyncDisposable {
  const release = Promise.withResolvers<void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async () => {
    await release.promise;
    return new Response();
  });
  return {
    variables: variablesFor(server.addr.port),
    [Symbol.asyncDispose]: () => {
      release.resolve();
      return server.shutdown();
    },
  };
}

function variablesFor(port: number): Record<string, string> {
  return {
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_BSP_SCHEDULE_DELAY: "100",
  };
}

/** Takes what services export by OTLP over HTTP, as JSON. */
export function startReceiver(): Receiver {
  const texts: string[] = [];
  const spans: ReceivedSpan[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const text = await request.text();
    texts.push(text);
    for (const { resource, scopeSpans } of (JSON.parse(text) as Exported).resourceSpans ?? []) {
      const service = String(membersOf(resource.attributes)["service.name"]);
      spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((span) => received(service, span))));
    }
    return Response.json({});
  });
  return {
    variables: variablesFor(server.addr.port),
    spans: () => spans,
    text: () => texts.join("\n"),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function received(service: string, span: ExportedSpan): ReceivedSpan {
  return {
    service,
    name: span.name,
    kind: KINDS[span.kind - 1] ?? "internal",
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || undefined,
    links: (span.links ?? []).map(({ spanId }) => spanId),
    attributes: membersOf(span.attributes ?? []),
    failed: span.status?.code === 2,
  };
}

function membersOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
