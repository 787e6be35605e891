import type { Logger } from "../telemetry/mod.ts";

const DRAIN_MS = 1_500;

export interface ListenOptions {
  readonly hostname: string;
  readonly port: number;
  readonly log: Logger;
}

/** Serves until disposed: then it takes no more connections, finishes what runs, and cuts what takes too long. */
export function serveHttp(
  app: { fetch(request: Request): Promise<Response> },
  { hostname, port, log }: ListenOptions,
): AsyncDisposable & { readonly port: number } {
  const cut = new AbortController();
  const server = Deno.serve({
    hostname,
    port,
    signal: cut.signal,
    onListen: (address) => log.info("listening for HTTP", { port: address.port }),
  }, (request) => app.fetch(request));
  return {
    port: server.addr.port,
    [Symbol.asyncDispose]: async () => {
      const timer = setTimeout(() => cut.abort(), DRAIN_MS);
      await server.shutdown();
      clearTimeout(timer);
    },
  };
}
