import { withDeadline } from "../service/mod.ts";
import type { Logger } from "../telemetry/mod.ts";

const DRAIN_MS = 1_500;

export interface ListenOptions {
  readonly hostname: string;
  readonly port: number;
  readonly log: Logger;
}

/** Serves until disposed: then it takes no more connections and finishes what runs, but waits no longer than 1.5 s. */
export function serveHttp(
  app: { fetch(request: Request, peerAddress: () => string): Promise<Response> },
  { hostname, port, log }: ListenOptions,
): AsyncDisposable & { readonly port: number } {
  const server = Deno.serve({
    hostname,
    port,
    onListen: (address) => log.info("listening for HTTP", { port: address.port }),
  }, (request, info) => app.fetch(request, () => info.remoteAddr.hostname));
  return {
    port: server.addr.port,
    [Symbol.asyncDispose]: async () => {
      // What takes longer ends with the process: a server that is shutting down cannot be told to cut it.
      await withDeadline(server.shutdown(), DRAIN_MS, "HTTP").catch(() => log.warn("requests were still running"));
    },
  };
}
