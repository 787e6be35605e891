import { Counter, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  /** Duration of HTTP requests in seconds, by method, route pattern and status. */
  readonly httpServerDuration: Histogram<"http_request_method" | "http_route" | "http_response_status_code">;
  /** Of the breaker towards an upstream: 0 closed, 1 half-open, 2 open. */
  readonly circuitBreakerState: Gauge<"upstream">;
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>;
  gauge<Label extends string>(name: string, help: string, labels?: readonly Label[]): Gauge<Label>;
  /** A gauge that is looked up when somebody asks. Several parts may share one name, each with labels' values of its own. */
  observe<Label extends string>(name: string, help: string, labels: readonly Label[], read: Read<Label>): void;
}

/** The metrics of one process. Labels come from closed lists: a route's pattern, never a path. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service_name: service });
  const registers = [registry];
  const observed = new Map<string, Read[]>();
  return {
    registry,
    httpServerDuration: new Histogram({
      name: "http_server_request_duration_seconds",
      help: "Duration of HTTP server requests",
      labelNames: ["http_request_method", "http_route", "http_response_status_code"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    circuitBreakerState: new Gauge({
      name: "circuit_breaker_state",
      help: "Whether calls to an upstream are made: 0 closed, 1 half-open, 2 open",
      labelNames: ["upstream"],
      registers,
    }),
    counter: (name, help, labels = []) => new Counter({ name, help, labelNames: labels, registers }),
    gauge: (name, help, labels = []) => new Gauge({ name, help, labelNames: labels, registers }),
    observe: (name, help, labels, read) => {
      const reads = observed.get(name) ?? [];
      observed.set(name, reads);
      if (reads.push(read) === 1) observeAll(registry, { name, help, labelNames: labels }, reads);
    },
  };
}

type Readings<Label extends string> = readonly (readonly [Readonly<Record<Label, string>>, number])[];
type Read<Label extends string = string> = () => Readings<Label> | Promise<Readings<Label>>;

function observeAll(
  registry: Registry,
  configuration: { readonly name: string; readonly help: string; readonly labelNames: readonly string[] },
  reads: readonly Read[],
): void {
  new Gauge({
    ...configuration,
    registers: [registry],
    async collect() {
      const readings = (await Promise.all(reads.map((read) => read()))).flat();
      this.reset();
      for (const [labels, value] of readings) this.set(labels, value);
    },
  });
}
