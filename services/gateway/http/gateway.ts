import { DomainError } from "@pms/lib/errors";
import { problemResponse } from "@pms/lib/http";
import { traceIdOf, traceparentOr } from "@pms/lib/telemetry";
import { createServer } from "node:http";
import { Server as TcpServer, type Socket } from "node:net";
import type { Config } from "../config.ts";
import { createConnections } from "./connections.ts";
import { createHandler, type HandlerParts } from "./handler.ts";
import { createOwnHeaders, type OwnHeaders } from "./own_headers.ts";
import { problemOfParser } from "./parser_error.ts";
import { lastWords } from "./reply.ts";

/** How often connections are looked at for time-outs. */
export const CHECK_INTERVAL_MS = 1_000;
const DRAIN_MS = 1_500;
/** An idle connection may have a request on its way; this long it is still answered. */
const DRAIN_IDLE_MS = 250;
/** So long a client may take to read why its connection ends. */
const LINGER_MS = 1_000;

/** Listens until disposed: then it takes no more connections, finishes what runs, and cuts what takes too long. */
export async function serveGateway(
  config: Config,
  parts: HandlerParts,
): Promise<AsyncDisposable & { readonly port: number }> {
  const ownHeaders = createOwnHeaders(config);
  const own = ownHeaders(undefined);
  const connections = createConnections({
    max: config.CONNECTIONS_MAX,
    perAddressMax: config.CONNECTIONS_PER_ADDRESS_MAX,
  });
  const server = createServer({
    // The parser counts both together; which of them is too long is told apart afterwards.
    maxHeaderSize: config.TARGET_BYTES_MAX + config.HEADER_BYTES_MAX,
    headersTimeout: config.HEADERS_TIMEOUT_MS,
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 0, // `timeout` below ends idle connections as well; with both, each request sets two timers anew.
    connectionsCheckingInterval: Math.min(CHECK_INTERVAL_MS, config.HEADERS_TIMEOUT_MS, config.REQUEST_TIMEOUT_MS),
    requireHostHeader: false, // Ours says so as a problem, and minds a second one too.
  });
  server.maxHeadersCount = 0; // Bounded by their bytes. A bound by number would drop the rest without a word.
  server.timeout = config.IDLE_TIMEOUT_MS;
  server.on("connection", connections.admit);
  server.on("clientError", (error: Error, socket: Socket) => {
    const refuse = connections.atParser(socket);
    if (refuse === "nothing") endWith(socket, problemOfParser(error, config), own);
    else refuse?.(problemOfParser(error, config));
  });
  server.on("connect", (_req, socket: Socket) => endWith(socket, problemOfParser("CONNECT", config), own));

  const port = await listen(server, config);
  parts.log.info("listening for HTTP", { port });

  const allowedHosts = new Set(config.ALLOWED_HOSTS ?? [`127.0.0.1:${port}`, `localhost:${port}`]);
  const handle = createHandler(config, (host) => allowedHosts.has(host.toLowerCase()), ownHeaders, parts);
  for (const event of ["request", "checkContinue", "checkExpectation"] as const) {
    server.on(event, (req, res) => {
      connections.begin(req, res, () => handle(req, res));
    });
  }

  return {
    port,
    [Symbol.asyncDispose]: async () => {
      // Only the listener: the server's own close() cuts idle connections at once, with whatever is on its way there.
      TcpServer.prototype.close.call(server);
      await connections.end({ idleMs: DRAIN_IDLE_MS, ms: DRAIN_MS });
      server.close();
    },
  };
}

function listen(server: TcpServer, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.GATEWAY_HTTP_PORT, config.GATEWAY_HTTP_HOST, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : config.GATEWAY_HTTP_PORT);
    });
  });
}

/** Answers where there is no response object to answer with, and ends the connection. */
async function endWith(socket: Socket, problem: DomainError, own: OwnHeaders): Promise<void> {
  const traceId = traceIdOf(traceparentOr(undefined)) ?? "";
  const text = await lastWords(problemResponse(problem, { instance: "/", traceId }), own);
  if (!socket.writable) return void socket.destroy();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
  socket.on("error", () => undefined); // It may be gone before it has read all of this.
  socket.end(text);
}
