import { createServer, type Socket } from "node:net";
import type { Http2Server, ServerHttp2Session } from "node:http2";
import { type Server, ServerCredentials } from "@grpc/grpc-js";
import { rest, withDeadline } from "../service/mod.ts";

const DRAIN_MS = 1_500;
/** An answer that its handler gave still has to pass through HTTP/2. */
const FLUSH_MS = 50;

/** The calls that are being handled. */
export interface Running {
  begin(): Disposable;
  /** Resolves as soon as there is none. */
  none(): Promise<void>;
}

export function createRunning(): Running {
  let count = 0;
  let none = Promise.withResolvers<void>();
  none.resolve();
  return {
    begin: () => {
      if (count++ === 0) none = Promise.withResolvers();
      return {
        [Symbol.dispose]: () => {
          if (--count === 0) none.resolve();
        },
      };
    },
    none: () => none.promise,
  };
}

/**
 * Lets connections in to the server until disposed: then it lets in no more, waits for what runs, but not for long, and
 * ends them. The listener is our own because grpc-js ends connections with a GOAWAY, and on that frame the HTTP/2 client
 * of Deno 2.9.6 crashes, process and all (denoland/deno#36788). A connection that just ends tells a client as much.
 */
export async function openDoor(
  server: Server,
  { hostname, port }: { readonly hostname: string; readonly port: number },
  running: Running,
): Promise<AsyncDisposable & { readonly port: number }> {
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  neverSayGoodbye(server);
  const open = new Set<Socket>();
  const listener = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    socket.on("error", () => {}); // Its `close` follows.
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(port, hostname, resolve);
  });
  const address = listener.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => listener.close(resolve));
      await withDeadline(running.none(), DRAIN_MS, "gRPC").catch(() => undefined);
      await rest(FLUSH_MS, new AbortController().signal);
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/**
 * A client that leaves sends a GOAWAY, and the HTTP/2 server of Deno 2.9.6 answers with one of its own that names stream
 * 0: it then frees streams that have ended once more, and crashes, process and all. The client needs no answer.
 */
function neverSayGoodbye(server: Server): void {
  const servers: ReadonlyMap<Http2Server, unknown> = Reflect.get(server, "http2Servers");
  for (const http2Server of servers.keys()) {
    http2Server.on("session", (session: ServerHttp2Session) => session.goaway = () => {});
  }
}
