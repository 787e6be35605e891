import { Buffer } from "node:buffer";
import {
  type sendUnaryData,
  Server,
  type ServerUnaryCall,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { Histogram } from "prom-client";
import { HealthService, type Method } from "@pms/proto";
import { authorize, type Caller, type ServiceScope, type Verifier } from "../auth/mod.ts";
import { DomainError } from "../errors.ts";
import type { Health } from "../service/mod.ts";
import { inSpan, type Logger, type Metrics, traceIdOf, traceparentOr } from "../telemetry/mod.ts";
import { createRunning, openDoor, type Running } from "./door.ts";
import { toStatus } from "./status.ts";

export const MESSAGE_BYTES_MAX = 1_048_576;
/** What OpenTelemetry calls the kind of a call. */
export const RPC = ["rpc.system.name", "grpc"] as const;
const STREAMS_PER_CONNECTION_MAX = 200;

/** What a handler gets beside the message. */
export interface Call {
  /** Who calls. */
  readonly caller: Caller;
  /** W3C trace context of the call. */
  readonly traceparent: string;
}

interface UnaryHandler {
  readonly path: string;
  readonly scope: ServiceScope | "public";
  readonly answer: (bytes: Uint8Array, call: Call) => Promise<Uint8Array>;
}

/** Ties a method of the contract to its handler and to the scope that its caller must hold. */
export function unary<RequestGot, ResponseGiven>(
  { path, request, response }: Method<never, RequestGot, ResponseGiven, unknown>,
  scope: ServiceScope | "public",
  handle: (message: RequestGot, call: Call) => Promise<ResponseGiven>,
): UnaryHandler {
  return {
    path,
    scope,
    answer: async (bytes, call) => response.encode(await handle(decode(request, bytes), call)).finish(),
  };
}

function decode<Got>(type: { decode(bytes: Uint8Array): Got }, bytes: Uint8Array): Got {
  try {
    return type.decode(bytes);
  } catch (error) {
    throw new DomainError("invalid-input", "The message cannot be decoded", { cause: error });
  }
}

export interface GrpcServerOptions {
  readonly hostname: string;
  readonly port: number;
  readonly verifier: Pick<Verifier, "verify">;
  readonly health: Health;
  readonly log: Logger;
  readonly metrics?: Metrics;
}

/** Serves until disposed: then it takes no more calls, finishes what runs, and cuts what takes too long. */
export async function serveGrpc(
  handlers: readonly UnaryHandler[],
  options: GrpcServerOptions,
): Promise<AsyncDisposable & { readonly port: number }> {
  const server = new Server({
    "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
    "grpc.max_send_message_length": MESSAGE_BYTES_MAX,
    "grpc.max_concurrent_streams": STREAMS_PER_CONNECTION_MAX,
  });
  const running = createRunning();
  const all = [...handlers, healthHandler(options.health)];
  const observe = options.metrics === undefined ? () => {} : durationOf(options.metrics);
  const definition: ServiceDefinition = Object.fromEntries(all.map(({ path }) => [path, wireDefinition(path)]));
  const implementation: UntypedServiceImplementation = Object.fromEntries(
    all.map((handler) => [handler.path, implement(handler, options, observe, running)]),
  );
  server.addService(definition, implementation);
  const door = await openDoor(server, options, running);
  options.log.info("listening for gRPC", { port: door.port });
  return door;
}

/** Bytes in, bytes out: a message that cannot be decoded is then the handler's to refuse, not an internal error. */
function wireDefinition(path: string) {
  const asIs = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

type Observe = (method: string, code: status, startedMs: number) => void;

/** Under OpenTelemetry's name. */
function durationOf({ registry }: Metrics): Observe {
  const duration = new Histogram({
    name: "rpc_server_call_duration_seconds",
    help: "Duration of gRPC calls",
    labelNames: ["rpc_method", "rpc_response_status_code"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return (method, code, startedMs) => {
    const labels = { rpc_method: method, rpc_response_status_code: status[code] };
    duration.observe(labels, (performance.now() - startedMs) / 1_000);
  };
}

function implement(
  { path, scope, answer }: UnaryHandler,
  { verifier, log }: GrpcServerOptions,
  observe: Observe,
  running: Running,
) {
  return async (call: ServerUnaryCall<Uint8Array, Uint8Array>, reply: sendUnaryData<Uint8Array>) => {
    const traceparent = traceparentOr(call.metadata.get("traceparent")[0]?.toString());
    const startedMs = performance.now();
    using _ = running.begin();
    try {
      const caller = scope === "public"
        ? { subject: "", scopes: new Set<string>(), expiresAtMs: 0 }
        : await authorize(verifier, call.metadata.get("authorization")[0]?.toString(), scope);
      const span = () => ({ name: path.slice(1), kind: "server", attribute: RPC, parent: traceparent } as const);
      reply(null, await inSpan(span, () => answer(call.request, { caller, traceparent })));
      observe(path.slice(1), status.OK, startedMs);
    } catch (error) {
      if (!(error instanceof DomainError)) {
        log.error("call met a defect", { route: path, traceId: traceIdOf(traceparent), error });
      }
      const refusal = toStatus(error);
      reply(refusal);
      observe(path.slice(1), refusal.code ?? status.UNKNOWN, startedMs);
    }
  };
}

function healthHandler(health: Health): UnaryHandler {
  return unary(HealthService.check, "public", async () => {
    const { ready } = await health.readiness();
    return { status: ready ? 1 : 2 }; // SERVING, NOT_SERVING
  });
}
