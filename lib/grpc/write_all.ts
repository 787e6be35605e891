import type { ServerWritableStream } from "@grpc/grpc-js";
import { unavailable } from "../errors.ts";
import { withDeadline } from "../service/mod.ts";

/** Who takes nothing for this long has gone, or cannot follow; either way it may come again. */
const STALL_MS_MAX = 10_000;

/**
 * Writes what follows until it ends, nobody listens any more, the caller's token has expired (`untilMs`) or the server
 * stops; then it is `unavailable`, unless what follows ends by itself at the signal. Waits where the caller is slower: no more than a message or two is ever held for it.
 */
export async function writeAll(
  call: ServerWritableStream<Uint8Array, Uint8Array>,
  untilMs: number,
  stop: AbortSignal,
  follow: (signal: AbortSignal) => AsyncIterable<Uint8Array>,
): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  const timer = setTimeout(leave, Math.max(0, untilMs - Date.now()));
  for (const event of ["cancelled", "close", "error"]) call.once(event, leave);
  stop.addEventListener("abort", leave);
  if (stop.aborted || call.cancelled) leave();
  try {
    for await (const bytes of follow(gone.signal)) {
      if (gone.signal.aborted) throw unavailable("The rest of this stream"); // Nobody may take a part for the whole.
      if (!call.write(bytes)) await drained(call, gone.signal);
    }
    call.end();
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", leave);
  }
}

async function drained(call: ServerWritableStream<Uint8Array, Uint8Array>, gone: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => resolve();
  call.once("drain", done);
  gone.addEventListener("abort", done);
  try {
    await withDeadline(promise, STALL_MS_MAX, "Whoever listens to the stream");
  } finally {
    call.off("drain", done);
    gone.removeEventListener("abort", done);
  }
}
