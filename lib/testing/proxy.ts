/** Stands between a client and a real server, so that a test can spoil the line without touching the server. */
export interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** How many clients are connected. */
  clients(): number;
  /** Ends all connections and refuses new ones, as a server that is down does. */
  cut(): Promise<void>;
  /** Keeps all connections open and lets nothing through, as a server that hangs does. */
  hang(): void;
  /** Holds back each piece for so long, in both directions. */
  slow(ms: number): void;
  /** All is well again. */
  mend(): void;
}

/** A port of 0 takes any free one. The target may come and go: without it, connections are ended at once. */
export function startProxy(target: { hostname: string; port: number }, port = 0): Proxy {
  const open = new Set<Deno.TcpConn>();
  let flowing = Promise.withResolvers<void>();
  flowing.resolve();
  let delayMs = 0;
  let listener: Deno.TcpListener | undefined;
  let accepting = Promise.resolve();
  /** One for each client. */
  const copies = new Set<Promise<void>>();

  async function copy(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(65_536);
    try {
      for (let size = await from.read(buffer); size !== null; size = await from.read(buffer)) {
        await flowing.promise;
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
        for (let sent = 0; sent < size;) sent += await to.write(buffer.subarray(sent, size));
      }
    } catch {
      // Cut.
    }
    close(from);
    close(to);
  }

  function close(connection: Deno.TcpConn): void {
    if (open.delete(connection)) connection.close();
  }

  async function join(client: Deno.TcpConn): Promise<void> {
    open.add(client);
    try {
      const server = await Deno.connect(target);
      if (!open.has(client)) return server.close(); // Cut in the meantime.
      open.add(server);
      client.setNoDelay(true);
      server.setNoDelay(true);
      await Promise.all([copy(client, server), copy(server, client)]);
    } catch {
      close(client);
    }
  }

  async function accept(from: Deno.TcpListener): Promise<void> {
    for await (const client of from) {
      const joined = join(client);
      copies.add(joined);
      joined.then(() => copies.delete(joined));
    }
  }

  function listen(on: number): number {
    listener = Deno.listen({ hostname: "127.0.0.1", port: on });
    accepting = accept(listener);
    return listener.addr.port;
  }

  const listening = listen(port);

  async function cut(): Promise<void> {
    listener?.close();
    listener = undefined;
    await accepting;
    flowing.resolve();
    for (const connection of [...open]) close(connection);
    await Promise.all(copies);
  }

  return {
    port: listening,
    clients: () => copies.size,
    cut,
    hang: () => flowing = Promise.withResolvers(),
    slow: (ms: number) => delayMs = ms,
    mend: () => {
      flowing.resolve();
      delayMs = 0;
      if (listener === undefined) listen(listening);
    },
    [Symbol.asyncDispose]: cut,
  };
}
