/** Stands between a client and a real server, so that a test can cut or hang the line without ending the server. */
export interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** Ends all connections and refuses new ones, as a server that is down does. */
  cut(): Promise<void>;
  /** Keeps all connections open and lets nothing through, as a server that hangs does. */
  hang(): void;
  /** All is well again. */
  mend(): Promise<void>;
}

export async function startProxy(target: { hostname: string; port: number }): Promise<Proxy> {
  const open = new Set<Deno.TcpConn>();
  let flowing = Promise.withResolvers<void>();
  flowing.resolve();
  let listener: Deno.TcpListener | undefined;
  let accepting = Promise.resolve();
  const copies: Promise<void>[] = [];

  async function copy(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(16_384);
    try {
      for (let size = await from.read(buffer); size !== null; size = await from.read(buffer)) {
        await flowing.promise;
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

  async function accept(from: Deno.TcpListener): Promise<void> {
    for await (const client of from) {
      const server = await Deno.connect(target);
      open.add(client).add(server);
      copies.push(copy(client, server), copy(server, client));
    }
  }

  async function listen(port: number): Promise<number> {
    listener = Deno.listen({ hostname: "127.0.0.1", port });
    accepting = accept(listener);
    return await Promise.resolve(listener.addr.port);
  }

  const port = await listen(0);

  async function cut(): Promise<void> {
    listener?.close();
    listener = undefined;
    await accepting;
    flowing.resolve();
    for (const connection of [...open]) close(connection);
    await Promise.all(copies.splice(0));
  }

  return {
    port,
    cut,
    hang: () => flowing = Promise.withResolvers(),
    mend: async () => {
      flowing.resolve();
      if (listener === undefined) await listen(port);
    },
    [Symbol.asyncDispose]: cut,
  };
}
