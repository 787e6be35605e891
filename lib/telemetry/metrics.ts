import { Counter, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  /** Duration of HTTP requests in seconds, by method, route pattern and status. */
  readonly httpServerDuration: Histogram<"http_request_method" | "http_route" | "http_response_status_code">;
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>;
  gauge<Label extends string>(name: string, help: string, labels?: readonly Label[]): Gauge<Label>;
  /** A gauge that is looked up when somebody asks. Several parts may give one name, each with labels of its own. */
  observe(
    name: string,
    help: string,
    read: () => Iterable<readonly [labels: Readonly<Record<string, string>>, number]>,
  ): void;
}

/** The metrics of one process. Labels come from closed lists: a route's pattern, never a path. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service_name: service });
  const registers = [registry];
  const observed = new Map<string, Reading[]>();
  return {
    registry,
    httpServerDuration: new Histogram({
      name: "http_server_request_duration_seconds",
      help: "Duration of HTTP server requests",
      labelNames: ["http_request_method", "http_route", "http_response_status_code"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    counter: (name, help, labels = []) => new Counter({ name, help, labelNames: labels, registers }),
    gauge: (name, help, labels = []) => new Gauge({ name, help, labelNames: labels, registers }),
    observe: (name, help, read) => {
      const readings = observed.get(name);
      if (readings !== undefined) return void readings.push(read);
      const all = [read];
      observed.set(name, all);
      observeAll(registry, name, help, all);
    },
  };
}

type Reading = Parameters<Metrics["observe"]>[2];

function observeAll(registry: Registry, name: string, help: string, readings: readonly Reading[]): void {
  const labelNames = [...new Set(readings.flatMap((read) => [...read()].flatMap(([labels]) => Object.keys(labels))))];
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, value] of readings.flatMap((read) => [...read()])) this.set(labels, value);
    },
  });
}
