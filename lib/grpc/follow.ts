import type { Method } from "@pms/proto";
import type { GrpcClientOptions } from "./client.ts";
import { connect } from "./connections.ts";
import { readStream } from "./read_stream.ts";

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
  using connections = connect(`dns:///${target}`);
  try {
    yield* readStream(connections.client, method, request, { what, token, discard: tokens.discard, silenceMs, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
