import { Buffer } from "node:buffer";
import { type Client, type ServiceError, status } from "@grpc/grpc-js";
import type { Method } from "@pms/proto";
import { remainingMs } from "../service/mod.ts";
import { metadataOf } from "./metadata.ts";
import { fromServiceError } from "./status.ts";

export interface StreamOptions {
  /** What failures call the other side, such as "The billing service". */
  readonly what: string;
  readonly token: string;
  /** Called when the token is refused: the next call should come with another one. */
  readonly discard: (token: string) => void;
  /** A stream on which nothing came for this long is dead, whatever TCP still believes. */
  readonly silenceMs: number;
  /** Fires when nobody wants the stream any more: it then fails, since a part is not the whole. */
  readonly signal: AbortSignal | undefined;
}

/** No stream lasts longer, whatever comes on it. */
const STREAM_MS_MAX = 3_600_000;

/**
 * The messages of one call that is answered by a stream, and only if the other side ended it: whatever else ends it is
 * thrown. Reading slowly makes the other side wait, and a reader who leaves ends the call there.
 */
export async function* readStream<RequestGiven, ResponseGot>(
  client: Client,
  method: Method<RequestGiven, unknown, never, ResponseGot>,
  request: RequestGiven,
  { what, token, discard, silenceMs, signal }: StreamOptions,
): AsyncGenerator<ResponseGot> {
  const call = client.makeServerStreamRequest(
    method.path,
    (message: RequestGiven) => Buffer.from(method.request.encode(message).finish()),
    (bytes: Buffer) => method.response.decode(bytes),
    request,
    metadataOf(token),
    { deadline: Date.now() + Math.min(STREAM_MS_MAX, remainingMs()) },
  );
  call.on("error", () => {}); // The iterator says so; but it is not listening any more once it was left.
  let silent = false;
  const cancel = () => call.cancel();
  const giveUp = () => {
    silent = true;
    cancel();
  };
  let timer = setTimeout(giveUp, silenceMs);
  signal?.addEventListener("abort", cancel);
  if (signal?.aborted) cancel();
  try {
    for await (const message of call as AsyncIterable<ResponseGot>) {
      clearTimeout(timer);
      yield message;
      timer = setTimeout(giveUp, silenceMs);
    }
  } catch (error) {
    const failure = error as ServiceError;
    if (failure.code === status.UNAUTHENTICATED) discard(token);
    if (silent) failure.code = status.DEADLINE_EXCEEDED; // To gRPC it was we who cancelled.
    throw fromServiceError(failure, what);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
    cancel();
  }
}
