import { Buffer } from "node:buffer";
import type { EventEmitter } from "node:events";
import {
  type sendUnaryData,
  Server,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { Histogram } from "prom-client";
import { HealthService, type Method } from "@pms/proto";
import { authorize, type Caller, type ServiceScope, type Verifier } from "../auth/mod.ts";
import { DomainError } from "../errors.ts";
import { type CallContext, type Health, onBehalfOf } from "../service/mod.ts";
import { inSpan, type Logger, type Metrics, traceIdOf, traceparentOr } from "../telemetry/mod.ts";
import { createRunning, openDoor, type Running } from "./door.ts";
import { toStatus } from "./status.ts";
import { writeAll } from "./write_all.ts";

export const MESSAGE_BYTES_MAX = 1_048_576;
const STREAMS_PER_CONNECTION_MAX = 200;
/** What OpenTelemetry calls the kind of a call. */
export const RPC = ["rpc.system.name", "grpc"] as const;

/** What a handler gets beside the message. */
export interface Call {
  /** Who calls. */
  readonly caller: Caller;
  /** W3C trace context of the call. */
  readonly traceparent: string;
}

/** What the handler of a stream gets beside the message. */
export interface StreamCall extends Call {
  /** Fires when nobody listens any more, the caller's token has expired, or the server stops. */
  readonly signal: AbortSignal;
}

export interface Handler {
  readonly path: string;
  readonly scope: ServiceScope | "public";
  readonly work: UnaryWork | StreamWork;
}
interface UnaryWork {
  readonly answer: (bytes: Uint8Array, call: Call) => Promise<Uint8Array>;
}
interface StreamWork {
  readonly follow: (bytes: Uint8Array, call: StreamCall) => AsyncIterable<Uint8Array>;
}

/** Ties a method of the contract to its handler and to the scope that its caller must hold. */
export function unary<RequestGot, ResponseGiven>(
  { path, request, response }: Method<never, RequestGot, ResponseGiven, unknown>,
  scope: ServiceScope | "public",
  handle: (message: RequestGot, call: Call) => Promise<ResponseGiven>,
): Handler {
  const answer = async (bytes: Uint8Array, call: Call) =>
    response.encode(await handle(decode(request, bytes), call)).finish();
  return { path, scope, work: { answer } };
}

/** The same for a method that answers with a stream. The next message is asked for when the one before it is out. */
export function serverStream<RequestGot, ResponseGiven>(
  { path, request, response }: Method<never, RequestGot, ResponseGiven, unknown>,
  scope: ServiceScope,
  handle: (message: RequestGot, call: StreamCall) => AsyncIterable<ResponseGiven>,
): Handler {
  async function* follow(bytes: Uint8Array, call: StreamCall) {
    for await (const message of handle(decode(request, bytes), call)) yield response.encode(message).finish();
  }
  return { path, scope, work: { follow } };
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
  handlers: readonly Handler[],
  options: GrpcServerOptions,
): Promise<AsyncDisposable & { readonly port: number }> {
  const server = new Server({
    "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
    "grpc.max_send_message_length": MESSAGE_BYTES_MAX,
    "grpc.max_concurrent_streams": STREAMS_PER_CONNECTION_MAX,
  });
  const running = createRunning();
  const stop = new AbortController();
  const all = [...handlers, healthHandler(handlers, options.health)];
  const observe = options.metrics === undefined ? () => {} : durationOf(options.metrics);
  const definition: ServiceDefinition = Object.fromEntries(
    all.map((handler) => [handler.path, wireDefinition(handler)]),
  );
  const implementation: UntypedServiceImplementation = Object.fromEntries(
    all.map((handler) => [handler.path, implement(handler, options, observe, running, stop.signal)]),
  );
  server.addService(definition, implementation);
  const door = await openDoor(server, options, running);
  options.log.info("listening for gRPC", { port: door.port });
  return {
    port: door.port,
    [Symbol.asyncDispose]: async () => {
      stop.abort(); // A stream would never end by itself.
      await door[Symbol.asyncDispose]();
    },
  };
}

/** Bytes in, bytes out: a message that cannot be decoded is then the handler's to refuse, not an internal error. */
function wireDefinition({ path, work }: Handler) {
  const asIs = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    path,
    requestStream: false,
    responseStream: "follow" in work,
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

type UnaryServerCall = ServerUnaryCall<Uint8Array, Uint8Array>;
type StreamServerCall = ServerWritableStream<Uint8Array, Uint8Array>;

function implement(
  { path, scope, work }: Handler,
  options: GrpcServerOptions,
  observe: Observe,
  running: Running,
  stop: AbortSignal,
) {
  const { verifier, log } = options;

  async function attend(
    call: UnaryServerCall | StreamServerCall,
    answer: (bytes: Uint8Array, call: Call) => Promise<void>,
    refuse: (status: ReturnType<typeof toStatus>) => void,
  ): Promise<void> {
    const { metadata, request } = call;
    const traceparent = traceparentOr(metadata.get("traceparent")[0]?.toString());
    const startedMs = performance.now();
    using _ = running.begin();
    try {
      const caller = scope === "public"
        ? { subject: "", scopes: new Set<string>(), expiresAtMs: 0 }
        : await authorize(verifier, metadata.get("authorization")[0]?.toString(), scope);
      const span = () => ({ name: path.slice(1), kind: "server", attribute: RPC, parent: traceparent } as const);
      await onBehalfOf(contextOf(call), () => inSpan(span, () => answer(request, { caller, traceparent })));
      observe(path.slice(1), status.OK, startedMs);
    } catch (error) {
      if (!(error instanceof DomainError)) {
        log.error("call met a defect", { route: path, traceId: traceIdOf(traceparent), error });
      }
      const refusal = toStatus(error);
      refuse(refusal);
      observe(path.slice(1), refusal.code ?? status.UNKNOWN, startedMs);
    }
  }

  if ("follow" in work) {
    return (call: StreamServerCall) =>
      attend(
        call,
        (bytes, context) =>
          writeAll(call, context.caller.expiresAtMs, stop, (signal) => work.follow(bytes, { ...context, signal })),
        (status) => call.emit("error", status),
      );
  }
  return (call: UnaryServerCall, reply: sendUnaryData<Uint8Array>) =>
    attend(call, async (bytes, context) => reply(null, await work.answer(bytes, context)), reply);
}

/** gRPC carries the deadline by itself (`grpc-timeout`), and tells when the caller goes away. */
function contextOf(call: UnaryServerCall | StreamServerCall): CallContext {
  const leftMs = Number(call.getDeadline()) - Date.now(); // A Date or a number; Infinity where there is none.
  return {
    endsAtMs: performance.now() + leftMs,
    signal: () => {
      const gone = new AbortController();
      const events: EventEmitter = call;
      if (call.cancelled) gone.abort();
      else events.once("cancelled", () => gone.abort());
      return gone.signal;
    },
  };
}

function healthHandler(handlers: readonly Handler[], health: Health): Handler {
  const served = new Set(["", ...handlers.map(({ path }) => path.split("/")[1])]); // No name means all of them.
  return unary(HealthService.check, "public", async ({ service }) => {
    if (!served.has(service ?? "")) throw new DomainError("route-not-found", "There is no such service here");
    const { ready } = await health.readiness();
    return { status: ready ? 1 : 2 }; // SERVING, NOT_SERVING
  });
}
