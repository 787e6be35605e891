import { DomainError } from "@pms/lib/errors";
import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Reads whole request bodies, each bounded and all together bounded: they lie in memory until they are forwarded. */
export interface Bodies {
  /** Rejects with `body-too-large`, with `unavailable` when too much is held already, or when the client goes away. */
  read(req: IncomingMessage, res: ServerResponse, head: BodyHead): Promise<Buffer>;
}

export interface BodyHead {
  /** By `Content-Length`. */
  readonly declaredBytes: number | undefined;
  /** The client waits for leave to send. */
  readonly expectsContinue: boolean;
}

export function createBodies(limits: { readonly bytesMax: number; readonly bufferedBytesMax: number }): Bodies {
  const { bytesMax, bufferedBytesMax } = limits;
  let bufferedBytes = 0;
  return {
    read(req, res, { declaredBytes, expectsContinue }) {
      if (declaredBytes !== undefined && declaredBytes > bytesMax) return Promise.reject(tooLarge(bytesMax));
      if (expectsContinue) res.writeContinue();
      const chunks: Buffer[] = [];
      let bytes = 0;
      res.once("close", () => bufferedBytes -= bytes);
      return new Promise((resolve, reject) => {
        const stop = (error: Error) => {
          req.off("data", take);
          reject(error);
        };
        const take = (chunk: Buffer) => {
          bytes += chunk.byteLength;
          bufferedBytes += chunk.byteLength;
          if (bytes > bytesMax) stop(tooLarge(bytesMax));
          else if (bufferedBytes > bufferedBytesMax) stop(overloaded());
          else chunks.push(chunk);
        };
        req.on("data", take);
        req.once("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
        req.once("close", () => reject(new Error("The client went away before its request was whole")));
        req.on("error", stop);
      });
    },
  };
}

/** A client may send this much after its answer and still read it; who sends more, or takes longer, is cut off. */
const DISCARDED_BYTES_MAX = 4_194_304;
const DISCARDED_MS_MAX = 5_000;

/** Takes what is left of a body that nobody wants: closing with bytes unread would destroy the answer on its way. */
export function discard(req: IncomingMessage): void {
  if (req.complete) return void req.resume();
  let rest = DISCARDED_BYTES_MAX;
  const timer = setTimeout(() => req.socket.destroy(), DISCARDED_MS_MAX);
  req.once("close", () => clearTimeout(timer)); // With its end, or with the connection's.
  req.on("error", () => undefined); // Going away in the middle is its right.
  req.on("data", (chunk: Buffer) => {
    rest -= chunk.byteLength;
    if (rest < 0) req.socket.destroy();
  });
}

function tooLarge(bytesMax: number): DomainError {
  return new DomainError("body-too-large", `The body may have at most ${bytesMax} bytes`);
}

function overloaded(): DomainError {
  return new DomainError("unavailable", "Too many request bodies are under way at the moment", {
    headers: { "retry-after": "1" },
  });
}
