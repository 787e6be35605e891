import { Buffer } from "node:buffer";
import { type CallOptions, type Client, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import type { Method } from "@pms/proto";
import type { ServiceTokens } from "../auth/mod.ts";
import { DomainError } from "../errors.ts";
import { withDeadline } from "../service/mod.ts";
import { openChannel } from "./channel.ts";
import { fromServiceError } from "./status.ts";

export interface GrpcClientOptions {
  /** `host:port`; a name that resolves to several addresses is spread over all of them. */
  readonly target: string;
  /** What failures call the other side, such as "The billing service". */
  readonly what: string;
  readonly tokens: ServiceTokens;
  readonly deadlineMs: number;
  /** So old a connection gets; the next one finds replicas that have come since. */
  readonly connectionAgeMaxMs?: number;
}

const CONNECTION_AGE_MAX_MS = 30_000;

export interface GrpcClient extends AsyncDisposable {
  /** One call with a deadline, the service's own token and the trace context. No retries: the caller knows better. */
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
}

const STREAM_MS_MAX = 3_600_000;

export function createGrpcClient(
  { target, what, tokens, deadlineMs, connectionAgeMaxMs = CONNECTION_AGE_MAX_MS }: GrpcClientOptions,
): GrpcClient {
  const channel = openChannel({ target: `dns:///${target}`, connectionAgeMaxMs });
  return {
    call: async (method, request, traceparent) => {
      const metadata = new Metadata();
      const token = await tokens.get();
      metadata.set("authorization", `Bearer ${token}`);
      if (traceparent !== undefined) metadata.set("traceparent", traceparent);
      const options: CallOptions = { deadline: Date.now() + deadlineMs };
      return await channel.use((client) =>
        new Promise((resolve, reject) => {
          client.makeUnaryRequest(
            method.path,
            (message: typeof request) => Buffer.from(method.request.encode(message).finish()),
            (bytes: Buffer) => method.response.decode(bytes),
            request,
            metadata,
            options,
            (error: ServiceError | null, response?: ReturnType<typeof method.response.decode>) => {
              // Signed with a key that is no more: the next call comes with another token.
              if (error?.code === status.UNAUTHENTICATED) tokens.discard(token);
              if (error !== null) reject(fromServiceError(error, what));
              else if (response !== undefined) resolve(response);
            },
          );
        })
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
    [Symbol.asyncDispose]: () => channel[Symbol.asyncDispose](),
  };
}
