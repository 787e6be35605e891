import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

interface Connection {
  readonly address: string;
  /** Answers that are not finished. */
  readonly open: Set<ServerResponse>;
  latest: Latest | undefined;
  /** What came after its requests was no HTTP: it ends with the answers that are owed. */
  broken: boolean;
}

interface Latest {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly refuse: (error: Error) => void;
}

/** Who is connected: bounded in all and for each address, and brought to an end when the gateway stops. */
export interface Connections {
  /** Takes a new connection in, or closes it when there are too many. */
  admit(socket: Socket): void;
  /** Notes a request and how to refuse it; once the gateway is stopping, its answer is the connection's last. */
  begin(req: IncomingMessage, res: ServerResponse, refuse: (error: Error) => void): void;
  /**
   * How to refuse what the parser is reading: nothing of a new request yet, or a request known by its headers.
   * Undefined where there is nothing to say: the connection ends, and answers that are owed to whole requests before
   * that go out first.
   */
  atParser(socket: Socket): "nothing" | Latest["refuse"] | undefined;
  /** Lets every connection end with its answer, ends idle ones after `idleMs`, and cuts the rest after `ms`. */
  end(limits: { readonly idleMs: number; readonly ms: number }): Promise<void>;
}

export function createConnections(limits: { readonly max: number; readonly perAddressMax: number }): Connections {
  const connections = new Map<Socket, Connection>();
  const perAddress = new Map<string, number>();
  const nobodyLeft = Promise.withResolvers<void>();
  let ending = false;

  function leave(socket: Socket, { address, open }: Connection): void {
    connections.delete(socket);
    queueMicrotask(() => open.forEach(giveUp)); // By then Node has closed the one whose turn it is.
    const left = (perAddress.get(address) ?? 1) - 1;
    if (left === 0) perAddress.delete(address);
    else perAddress.set(address, left);
    if (ending && connections.size === 0) nobodyLeft.resolve();
  }

  function endIf(concerns: (connection: Connection) => boolean): void {
    for (const [socket, connection] of connections) if (concerns(connection)) socket.destroy();
  }

  return {
    admit(socket) {
      const address = socket.remoteAddress ?? "";
      const known = perAddress.get(address) ?? 0;
      if (ending || connections.size >= limits.max || known >= limits.perAddressMax) return void socket.destroy();
      const connection: Connection = { address, open: new Set(), latest: undefined, broken: false };
      connections.set(socket, connection);
      perAddress.set(address, known + 1);
      socket.once("close", () => leave(socket, connection));
    },
    begin(req, res, refuse) {
      const connection = connections.get(req.socket);
      if (connection === undefined) return giveUp(res);
      connection.open.add(res);
      connection.latest = { req, res, refuse };
      if (ending) res.shouldKeepAlive = false;
      res.once("close", () => {
        connection.open.delete(res);
        if ((ending || connection.broken) && connection.open.size === 0) req.socket.end();
      });
    },
    atParser(socket) {
      const connection = connections.get(socket);
      if (connection === undefined || !socket.writable) return void socket.destroy();
      const { open, latest } = connection;
      if (open.size === 0) return latest === undefined || latest.req.complete ? "nothing" : void socket.destroy();
      if (latest?.req.complete === false) return open.size === 1 ? latest.refuse : void socket.destroy();
      connection.broken = true;
      if (latest?.res.headersSent === false) latest.res.shouldKeepAlive = false;
      return undefined;
    },
    async end({ idleMs, ms }) {
      ending = true;
      if (connections.size === 0) return;
      for (const { latest } of connections.values()) {
        if (latest?.res.headersSent === false) latest.res.shouldKeepAlive = false;
      }
      // A request may be on its way on a connection that looks idle: closing at once would lose it.
      const timers = [
        setTimeout(() => endIf(({ open }) => open.size === 0), idleMs),
        setTimeout(() => endIf(() => true), ms),
      ];
      await nobodyLeft.promise;
      timers.forEach(clearTimeout);
    },
  };
}

/**
 * Closes an answer that cannot go out any more. Of many on a connection only the first one has the socket; nobody would
 * tell the others that their turn does not come, and what they hold would never be given back.
 */
function giveUp(res: ServerResponse): void {
  res.destroy();
  res.emit("close");
}
