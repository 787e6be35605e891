import { Buffer } from "node:buffer";
import { type CallOptions, Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import type { Method } from "@pms/proto";
import type { ServiceTokens } from "../auth/mod.ts";
import { inSpan, traceparentOr } from "../telemetry/mod.ts";
import { fromServiceError } from "./status.ts";
import { MESSAGE_BYTES_MAX, RPC } from "./server.ts";

export interface GrpcClientOptions {
  /** `host:port`; a name that resolves to several addresses is spread over all of them. */
  readonly target: string;
  /** What failures call the other side, such as "The billing service". */
  readonly what: string;
  readonly tokens: ServiceTokens;
  readonly deadlineMs: number;
}

export interface GrpcClient extends AsyncDisposable {
  /** One call with a deadline, the service's own token and the trace context. No retries: the caller knows better. */
  call<RequestGiven, ResponseGot>(
    method: Method<RequestGiven, unknown, never, ResponseGot>,
    request: RequestGiven,
    traceparent?: string,
  ): Promise<ResponseGot>;
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

function connect({ target, what, tokens, deadlineMs }: GrpcClientOptions): GrpcClient {
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
      metadata.set("traceparent", traceparentOr(traceparent));
      const options: CallOptions = { deadline: Date.now() + deadlineMs };
      return await new Promise((resolve, reject) => {
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
      });
    },
    [Symbol.asyncDispose]: () => {
      client.close();
      return Promise.resolve();
    },
  };
}
