import { Buffer } from "node:buffer";
import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import type { Method } from "@pms/proto";
import type { ServiceTokens } from "../auth/mod.ts";
import { Abandoned, type BreakerOptions, callContext, createBreaker, remainingMs } from "../service/mod.ts";
import { fromServiceError, isNoAnswer } from "./status.ts";
import { MESSAGE_BYTES_MAX } from "./server.ts";

export interface GrpcClientOptions {
  /** `host:port`; a name that resolves to several addresses is spread over all of them. */
  readonly target: string;
  /** What failures call the other side, such as "The billing service". */
  readonly what: string;
  readonly tokens: ServiceTokens;
  readonly deadlineMs: number;
  /** What the breaker towards it is called in the metric: `billing`. */
  readonly upstream: string;
  readonly metrics: BreakerOptions["metrics"];
}

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
  /** Whether the other side gave an answer lately, as far as anybody has asked. */
  answers(): boolean;
}

export function createGrpcClient(options: GrpcClientOptions): GrpcClient {
  const { target, what, tokens } = options;
  const breaker = createBreaker({ ...options, isNoAnswer });
  const client = new Client(`dns:///${target}`, credentials.createInsecure(), {
    "grpc.service_config": JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
    "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1_000,
  });
  return {
    call: async (method, request, traceparent) => {
      const metadata = new Metadata();
      const token = await tokens.get();
      metadata.set("authorization", `Bearer ${token}`);
      if (traceparent !== undefined) metadata.set("traceparent", traceparent);
      return await breaker.run(() =>
        new Promise((resolve, reject) => {
          const leftMs = remainingMs();
          const { deadlineMs } = options;
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
      );
    },
    answers: () => breaker.closed(),
    [Symbol.asyncDispose]: () => {
      client.close();
      return Promise.resolve();
    },
  };
}
