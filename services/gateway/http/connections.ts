import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

interface Connection {
  readonly address: string;
  /** Requests whose answers are not finished, in order: the first one is served, the others wait for their turn. */
  readonly open: Turn[];
  latest: Turn | undefined;
  /** What came after its requests was no HTTP: it ends with the answers that are owed. */
  broken: boolean;
}

interface Turn {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly serve: () => Refuse;
  /** Once it is served. */
  refuse?: Refuse;
}

/** Refuses a request from outside. */
type Refuse = (error: Error) => void;

/** A client may send so many requests before it has the first one's answer; who sends more is cut off. */
const OPEN_MAX = 100;

/** Who is connected: bounded in all and for each address, and brought to an end when the gateway stops. */
export interface Connections {
  /** Takes a new connection in, or closes it when there are too many. */
  admit(socket: Socket): void;
  /**
   * Serves a request when those before it on its connection are answered. All at once, one client who takes none of its
   * answers would hold every place at an upstream. Once the gateway is stopping, an answer is the connection's last.
   */
  begin(req: IncomingMessage, res: ServerResponse, serve: () => Refuse): void;
  /**
   * How to refuse what the parser is reading: nothing of a new request yet, or a request known by its headers.
   * Undefined where there is nothing to say: the connection ends, and answers that are owed to whole requests before
   * that go out first.
   */
  atParser(socket: Socket): "nothing" | Refuse | undefined;
  /** Lets every connection end with its answer, ends idle ones after `idleMs`, and cuts the rest after `ms`. */
  end(limits: { readonly idleMs: number; readonly ms: number }): Promise<void>;
}

export function createConnections(limits: { readonly max: number; readonly perAddressMax: number }): Connections {
  const connections = new Map<Socket, Connection>();
  const perAddress = new Map<string, number>();
  const nobodyLeft = Promise.withResolvers<void>();
  let ending = false;

  function leave(socket: Socket, { address }: Connection): void {
    connections.delete(socket);
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
      const connection: Connection = { address, open: [], latest: undefined, broken: false };
      connections.set(socket, connection);
      perAddress.set(address, known + 1);
      socket.once("close", () => leave(socket, connection));
    },
    begin(req, res, serve) {
      const { socket } = req;
      const connection = connections.get(socket);
      if (connection === undefined) return;
      const { open } = connection;
      if (open.length >= OPEN_MAX) return void socket.destroy();
      const turn: Turn = connection.latest = { req, res, serve };
      open.push(turn);
      if (ending) res.shouldKeepAlive = false;
      res.once("close", () => {
        open.shift();
        const [next] = open;
        // Of a connection that ends, nobody would ever close an answer that did not begin.
        if (next !== undefined && socket.writable) next.refuse = next.serve();
        if ((ending || connection.broken) && open.length === 0) socket.end();
      });
      if (open.length === 1) turn.refuse = serve();
    },
    atParser(socket) {
      const connection = connections.get(socket);
      if (connection === undefined || !socket.writable) return void socket.destroy();
      const { open, latest } = connection;
      if (open.length === 0) return latest === undefined || latest.req.complete ? "nothing" : void socket.destroy();
      if (latest?.req.complete === false) return open.length === 1 ? latest.refuse : void socket.destroy();
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
        setTimeout(() => endIf(({ open }) => open.length === 0), idleMs),
        setTimeout(() => endIf(() => true), ms),
      ];
      await nobodyLeft.promise;
      timers.forEach(clearTimeout);
    },
  };
}
