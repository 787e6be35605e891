import { Buffer } from "node:buffer";
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
  type sendUnaryData,
  Server,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { HealthService, type Method } from "@pms/proto";
import { authorize, type Caller, type ServiceScope, type Verifier } from "../auth/mod.ts";
import { DomainError } from "../errors.ts";
import type { Health } from "../service/mod.ts";
import { type Logger, traceIdOf, traceparentOr } from "../telemetry/mod.ts";
import { createRunning, openDoor, type Running } from "./door.ts";
import { toStatus } from "./status.ts";

export const MESSAGE_BYTES_MAX = 1_048_576;
const STREAMS_PER_CONNECTION_MAX = 200;

/** What a handler gets beside the message. */
export interface Call {
  /** Who calls. */
  readonly caller: Caller;
  /** W3C trace context of the call. */
  readonly traceparent: string;
}

interface Handled {
  readonly path: string;
  readonly scope: ServiceScope | "public";
}

interface UnaryHandler extends Handled {
  readonly answer: (bytes: Uint8Array, call: Call) => Promise<Uint8Array>;
}

interface StreamHandler extends Handled {
  readonly answers: (bytes: Uint8Array, call: Call) => AsyncIterable<Uint8Array>;
}

export type GrpcHandler = UnaryHandler | StreamHandler;

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

/** The same for a method whose answer is a stream. The next message is asked for once the caller has room for it. */
export function streaming<RequestGot, ResponseGiven>(
  { path, request, response }: Method<never, RequestGot, ResponseGiven, unknown>,
  scope: ServiceScope,
  handle: (message: RequestGot, call: Call) => AsyncIterable<ResponseGiven>,
): StreamHandler {
  return {
    path,
    scope,
    answers: async function* (bytes, call) {
      for await (const message of handle(decode(request, bytes), call)) yield response.encode(message).finish();
    },
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
}

/** Serves until disposed: then it takes no more calls, finishes what runs, and cuts what takes too long. */
export async function serveGrpc(
  handlers: readonly GrpcHandler[],
  options: GrpcServerOptions,
): Promise<AsyncDisposable & { readonly port: number }> {
  const server = new Server({
    "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
    "grpc.max_send_message_length": MESSAGE_BYTES_MAX,
    "grpc.max_concurrent_streams": STREAMS_PER_CONNECTION_MAX,
  });
  const running = createRunning();
  const all = [...handlers, healthHandler(options.health)];
  const definition: ServiceDefinition = Object.fromEntries(all.map((handler) => [handler.path, onTheWire(handler)]));
  const implementation: UntypedServiceImplementation = Object.fromEntries(
    all.map((handler) => [
      handler.path,
      "answer" in handler ? implement(handler, options, running) : implementStream(handler, options, running),
    ]),
  );
  server.addService(definition, implementation);
  const door = await openDoor(server, options, running);
  options.log.info("listening for gRPC", { port: door.port });
  return door;
}

/** Bytes in, bytes out: a message that cannot be decoded is then the handler's to refuse, not an internal error. */
function onTheWire(handler: GrpcHandler) {
  const asIs = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    path: handler.path,
    requestStream: false,
    responseStream: "answers" in handler,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

type Bytes = Uint8Array;

function implement(
  { path, scope, answer }: UnaryHandler,
  options: GrpcServerOptions,
  running: Running,
): handleUnaryCall<Bytes, Bytes> {
  return async (call: ServerUnaryCall<Bytes, Bytes>, reply: sendUnaryData<Bytes>) => {
    const traceparent = traceparentOf(call.metadata);
    using _ = running.begin();
    try {
      const caller = await callerOf(call.metadata, scope, options);
      reply(null, await answer(call.request, { caller, traceparent }));
    } catch (error) {
      logDefect(error, { path, traceparent }, options);
      reply(toStatus(error));
    }
  };
}

function implementStream(
  { path, scope, answers }: StreamHandler,
  options: GrpcServerOptions,
  running: Running,
): handleServerStreamingCall<Bytes, Bytes> {
  return async (call: ServerWritableStream<Bytes, Bytes>) => {
    const traceparent = traceparentOf(call.metadata);
    using _ = running.begin();
    try {
      const caller = await callerOf(call.metadata, scope, options);
      for await (const bytes of answers(call.request, { caller, traceparent })) {
        await written(call, bytes);
        if (call.cancelled) return; // Nobody reads on.
      }
      call.end();
    } catch (error) {
      logDefect(error, { path, traceparent }, options);
      call.emit("error", toStatus(error));
    }
  };
}

/** Resolves when there is room for the next message, or nobody who wants it. */
async function written(call: ServerWritableStream<Bytes, Bytes>, bytes: Bytes): Promise<void> {
  if (call.write(bytes) || call.cancelled) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  call.once("drain", resolve);
  call.once("cancelled", resolve);
  call.once("close", resolve);
  await promise;
  for (const event of ["drain", "cancelled", "close"]) call.off(event, resolve);
}

function traceparentOf(metadata: Metadata): string {
  return traceparentOr(metadata.get("traceparent")[0]?.toString());
}

function callerOf(metadata: Metadata, scope: Handled["scope"], { verifier }: GrpcServerOptions): Promise<Caller> {
  if (scope === "public") return Promise.resolve({ subject: "", scopes: new Set<string>(), expiresAtMs: 0 });
  return authorize(verifier, metadata.get("authorization")[0]?.toString(), scope);
}

function logDefect(error: unknown, call: { path: string; traceparent: string }, { log }: GrpcServerOptions): void {
  if (error instanceof DomainError) return;
  log.error("call met a defect", { route: call.path, traceId: traceIdOf(call.traceparent), error });
}

function healthHandler(health: Health): UnaryHandler {
  return unary(HealthService.check, "public", async () => {
    const { ready } = await health.readiness();
    return { status: ready ? 1 : 2 }; // SERVING, NOT_SERVING
  });
}
