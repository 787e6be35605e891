import { Buffer } from "node:buffer";
import { connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http2";

export interface GrpcAnswer {
  /** The number of the gRPC status; undefined when the stream ended without one. */
  readonly status: number | undefined;
  readonly words: string;
  readonly message: Uint8Array | undefined;
}

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
export const STATUS = {
  OK: 0,
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAUTHENTICATED: 16,
} as const;
export type StatusName = keyof typeof STATUS;

const CALL_MS_MAX = 10_000;
const PREFIX_BYTES = 5;

/** The five bytes that gRPC puts in front of a message, and the message. */
export function framed(message: Uint8Array, { compressed = 0, length = message.byteLength } = {}): Uint8Array {
  const frame = Buffer.alloc(PREFIX_BYTES + message.byteLength);
  frame.writeUInt8(compressed, 0);
  frame.writeUInt32BE(length, 1);
  frame.set(message, PREFIX_BYTES);
  return frame;
}

/** One call with bytes and headers as they are: what no client library would send is sent here. */
export async function rawCall(
  target: string,
  path: string,
  body: Uint8Array,
  headers: OutgoingHttpHeaders = {},
  /** For a stream, which may never end. */
  { firstMessageOnly = false } = {},
): Promise<GrpcAnswer> {
  const session = connect(`http://${target}`);
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {}); // It may fail after the answer.
  const timer = setTimeout(() => failed.reject(new Error(`No end to a call of ${path}`)), CALL_MS_MAX);
  session.once("error", failed.reject);
  try {
    return await Promise.race([exchange(), failed.promise]);
  } finally {
    clearTimeout(timer);
    session.destroy();
  }

  async function exchange(): Promise<GrpcAnswer> {
    const stream = session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
      ...headers,
    });
    const ended = Promise.withResolvers<void>();
    let told: IncomingHttpHeaders = {};
    const chunks: Buffer[] = [];
    stream.on("response", (head) => told = { ...told, ...head });
    stream.on("trailers", (trailers) => told = { ...told, ...trailers });
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (firstMessageOnly) ended.resolve();
    });
    stream.on("close", () => ended.resolve());
    stream.on("error", () => {}); // A reset stream is answered too; its `close` follows.
    stream.end(body);
    await ended.promise;
    const status = told["grpc-status"];
    const all = Buffer.concat(chunks);
    return {
      status: status === undefined ? undefined : Number(status),
      words: String(told["grpc-message"] ?? told[":status"] ?? ""),
      message: all.byteLength < PREFIX_BYTES ? undefined : all.subarray(PREFIX_BYTES),
    };
  }
}
