import { Counter, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  /** Duration of HTTP requests in seconds, by method, route pattern and status. */
  readonly httpServerDuration: Histogram<"http_request_method" | "http_route" | "http_response_status_code">;
  /** Of the breaker towards an upstream: 0 closed, 1 half-open, 2 open. */
  readonly circuitBreakerState: Gauge<"upstream">;
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>;
  gauge<Label extends string>(name: string, help: string, labels?: readonly Label[]): Gauge<Label>;
}

/** The metrics of one process. Labels come from closed lists: a route's pattern, never a path. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service_name: service });
  const registers = [registry];
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
  };
}
