import { Buffer } from "node:buffer";
import { type CallOptions, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import type { Method } from "@pms/proto";
import type { ServiceTokens } from "../auth/mod.ts";
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
}

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
    [Symbol.asyncDispose]: () => channel[Symbol.asyncDispose](),
  };
}
