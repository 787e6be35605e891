import { Buffer } from "node:buffer";
import { type Client, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import type { Method } from "@pms/proto";
import type { ServiceTokens } from "../auth/mod.ts";
import { DomainError } from "../errors.ts";
import {
  Abandoned,
  type BreakerOptions,
  callContext,
  createBreaker,
  remainingMs,
  withDeadline,
} from "../service/mod.ts";
import { inSpan, traceparentOr } from "../telemetry/mod.ts";
import { openChannel } from "./channel.ts";
import { RPC } from "./server.ts";
import { fromServiceError, isNoAnswer } from "./status.ts";

export interface GrpcClientOptions {
  /** `host:port`; a name that resolves to several addresses is spread over all of them. */
  readonly target: string;
  /** What failures call the other side, such as "The billing service". */
  readonly what: string;
  readonly tokens: ServiceTokens;
  readonly deadlineMs: number;
  /** So old a connection gets; the next one finds replicas that have come since. */
  readonly connectionAgeMaxMs?: number;
  /** What the breaker towards it is called in the metric: `billing`. */
  readonly upstream: string;
  readonly metrics: BreakerOptions["metrics"];
}

const CONNECTION_AGE_MAX_MS = 30_000;

export interface GrpcClient extends AsyncDisposable {
  /**
   * One call with a deadline, the service's own token and the trace context; it ends with the patience of whoever it is
   * made for. No retries: the caller knows better. While the other side gives no answers it fails at once.
   */
  call<RequestGiven, ResponseGot>(
    method: Method<RequestGiven, unknown, never, ResponseGot>,
    request: RequestGiven,
    traceparent?: string,
  ): Promise<ResponseGot>;
  /** One call that is answered by a stream. Reading slowly makes the other side wait; the deadline is for each message. */
  stream<RequestGiven, ResponseGot>(
    method: Method<RequestGiven, unknown, never, ResponseGot>,
    request: RequestGiven,
  ): AsyncIterable<ResponseGot>;
  /** Whether the other side gave an answer lately, as far as anybody has asked. */
  answers(): boolean;
}

const STREAM_MS_MAX = 3_600_000;

export function createGrpcClient(options: GrpcClientOptions): GrpcClient {
  const client = connect(options);
  return {
    ...client,
    call: (method, request, traceparent) => {
      const span = () => ({ name: method.path.slice(1), kind: "client", attribute: RPC } as const);
      return inSpan(span, () => client.call(method, request, traceparent));
    },
  };
}

function connect(options: GrpcClientOptions): GrpcClient {
  const { target, what, tokens, deadlineMs, connectionAgeMaxMs = CONNECTION_AGE_MAX_MS } = options;
  const breaker = createBreaker({ ...options, isNoAnswer });
  const channel = openChannel({ target: `dns:///${target}`, connectionAgeMaxMs });
  return {
    call: async (method, request, traceparent) => {
      const metadata = new Metadata();
      const token = await tokens.get();
      metadata.set("authorization", `Bearer ${token}`);
      metadata.set("traceparent", traceparentOr(traceparent));
      return await breaker.run(() =>
        channel.use((client) =>
          new Promise((resolve, reject) => {
            const leftMs = remainingMs();
            const gone = callContext()?.signal();
            const leave = () => call.cancel();
            const call = client.makeUnaryRequest(
              method.path,
              (message: typeof request) => Buffer.from(method.request.encode(message).finish()),
              (bytes: Buffer) => method.response.decode(bytes),
              request,
              metadata,
              { deadline: Date.now() + Math.min(deadlineMs, leftMs) },
              (error: ServiceError | null, response?: ReturnType<typeof method.response.decode>) => {
                // Signed with a key that is no more: the next call comes with another token.
                if (error?.code === status.UNAUTHENTICATED) tokens.discard(token);
                gone?.removeEventListener("abort", leave);
                if (error === null) return void (response !== undefined && resolve(response));
                const failure = fromServiceError(error, what);
                // That we left early, or had little time from the start, says nothing about the other side.
                const abandoned = gone?.aborted === true || (leftMs < deadlineMs && isNoAnswer(failure));
                reject(abandoned ? new Abandoned(failure) : failure);
              },
            );
            if (gone?.aborted) leave();
            else gone?.addEventListener("abort", leave);
          })
        )
      );
    },
    stream: async function* (method, request) {
      const metadata = new Metadata();
      metadata.set("authorization", `Bearer ${await tokens.get()}`);
      const over = Promise.withResolvers<void>();
      const client = await new Promise<Client>((resolve) => {
        channel.use((client) => {
          resolve(client);
          return over.promise;
        });
      });
      const call = client.makeServerStreamRequest(
        method.path,
        (message: typeof request) => Buffer.from(method.request.encode(message).finish()),
        (bytes: Buffer) => method.response.decode(bytes),
        request,
        metadata,
        { deadline: Date.now() + STREAM_MS_MAX },
      );
      call.on("error", () => {}); // The iterator says so; but it is not listening any more once it was left.
      const messages = call[Symbol.asyncIterator]();
      try {
        for (;;) {
          const { done, value } = await withDeadline(messages.next(), deadlineMs, what);
          if (done) return;
          yield value;
        }
      } catch (error) {
        throw error instanceof DomainError ? error : fromServiceError(error as ServiceError, what);
      } finally {
        call.cancel();
        over.resolve();
      }
    },
    answers: () => breaker.closed(),
    [Symbol.asyncDispose]: () => channel[Symbol.asyncDispose](),
  };
}
