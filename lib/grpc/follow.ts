import { Buffer } from "node:buffer";
import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import type { Method } from "@pms/proto";
import { unavailable } from "../errors.ts";
import type { GrpcClientOptions } from "./client.ts";
import { MESSAGE_BYTES_MAX } from "./server.ts";
import { fromServiceError } from "./status.ts";

export interface FollowOptions extends Pick<GrpcClientOptions, "target" | "what" | "tokens"> {
  /** A stream on which nothing came for this long is dead, whatever TCP still believes. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/**
 * The messages of one call of a streaming method, until the other side ends it or the signal fires. Throws when the call
 * fails, and `unavailable` after a silence. Each call has a connection of its own: a next one then does not begin on the
 * one that went silent.
 */
export async function* follow<RequestGiven, ResponseGot>(
  method: Method<RequestGiven, unknown, never, ResponseGot>,
  request: RequestGiven,
  { target, what, tokens, silenceMs, signal }: FollowOptions,
): AsyncGenerator<ResponseGot> {
  const token = await tokens.get();
  const client = new Client(`dns:///${target}`, credentials.createInsecure(), {
    "grpc.use_local_subchannel_pool": 1,
    "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
  });
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${token}`);
  const call = client.makeServerStreamRequest(
    method.path,
    (message: RequestGiven) => Buffer.from(method.request.encode(message).finish()),
    (bytes: Buffer) => method.response.decode(bytes),
    request,
    metadata,
  );
  let silent = false;
  const cancel = () => call.cancel();
  const giveUp = () => {
    silent = true;
    cancel();
  };
  let timer = setTimeout(giveUp, silenceMs);
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  try {
    for await (const message of call as AsyncIterable<ResponseGot>) {
      clearTimeout(timer);
      yield message;
      timer = setTimeout(giveUp, silenceMs);
    }
  } catch (error) {
    if (signal.aborted) return;
    if (silent) throw unavailable(what, error);
    // Signed with a key that is no more: the next call comes with another token.
    if ((error as ServiceError).code === status.UNAUTHENTICATED) tokens.discard(token);
    throw fromServiceError(error as ServiceError, what);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    call.cancel();
    client.close();
  }
}
