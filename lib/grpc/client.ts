import { Buffer } from "node:buffer";
import { type ServiceError, status } from "@grpc/grpc-js";
import type { Method } from "@pms/proto";
import type { ServiceTokens } from "../auth/mod.ts";
import { Abandoned, type BreakerOptions, callContext, createBreaker, remainingMs } from "../service/mod.ts";
import { inSpan } from "../telemetry/mod.ts";
import { openChannel } from "./channel.ts";
import { metadataOf } from "./metadata.ts";
import { readStream } from "./read_stream.ts";
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
  /**
   * One call that is answered by a stream, with all that `call()` has but for the span; the deadline is for each message.
   * Reading slowly makes the other side wait, and whoever stops reading ends the call.
   */
  stream<RequestGiven, ResponseGot>(
    method: Method<RequestGiven, unknown, never, ResponseGot>,
    request: RequestGiven,
  ): AsyncIterable<ResponseGot>;
  /** Whether the other side gave an answer lately, as far as anybody has asked. */
  answers(): boolean;
}

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

  /** Waits for an answer, unless there were none lately. */
  function ask<Answer>({ leftMs, gone }: Patience, answer: () => Promise<Answer>): Promise<Answer> {
    return breaker.run(() =>
      answer().catch((failure: unknown) => {
        // That they left early, or had little time from the start, says nothing about the other side.
        const abandoned = gone?.aborted === true || (leftMs < deadlineMs && isNoAnswer(failure));
        throw abandoned ? new Abandoned(failure) : failure;
      })
    );
  }

  return {
    call: async (method, request, traceparent) => {
      const token = await tokens.get();
      const patience = patienceOfCaller();
      using lease = channel.lease();
      return await ask(patience, () =>
        new Promise((resolve, reject) => {
          const { leftMs, gone } = patience;
          const leave = () => call.cancel();
          const call = lease.client.makeUnaryRequest(
            method.path,
            (message: typeof request) => Buffer.from(method.request.encode(message).finish()),
            (bytes: Buffer) => method.response.decode(bytes),
            request,
            metadataOf(token, traceparent),
            { deadline: Date.now() + Math.min(deadlineMs, leftMs) },
            (error: ServiceError | null, response?: ReturnType<typeof method.response.decode>) => {
              // Signed with a key that is no more: the next call comes with another token.
              if (error?.code === status.UNAUTHENTICATED) tokens.discard(token);
              gone?.removeEventListener("abort", leave);
              if (error !== null) return reject(fromServiceError(error, what));
              if (response !== undefined) resolve(response);
            },
          );
          if (gone?.aborted) leave();
          else gone?.addEventListener("abort", leave);
        }));
    },
    stream: async function* (method, request) {
      const token = await tokens.get();
      const patience = patienceOfCaller();
      using lease = channel.lease();
      const options = { what, token, discard: tokens.discard, silenceMs: deadlineMs, signal: patience.gone };
      await using messages = readStream(lease.client, method, request, options);
      let next = await ask(patience, () => messages.next()); // Who has said one thing has answered.
      for (; !next.done; next = await messages.next()) yield next.value;
    },
    answers: () => breaker.closed(),
    [Symbol.asyncDispose]: () => channel[Symbol.asyncDispose](),
  };
}

/** How long the caller for whom we work waits, and what tells that it does no longer. */
interface Patience {
  readonly leftMs: number;
  readonly gone: AbortSignal | undefined;
}

function patienceOfCaller(): Patience {
  return { leftMs: remainingMs(), gone: callContext()?.signal() };
}
