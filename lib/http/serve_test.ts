import assert from "node:assert/strict";
import { createHealth } from "../service/mod.ts";
import { createLogger, createMetrics } from "../telemetry/mod.ts";
import { z } from "zod";
import { answer, createApp } from "./app.ts";
import { BODY_BYTES_MAX } from "./body.ts";
import { endpoint } from "./endpoint.ts";
import { serveHttp } from "./serve.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0 };
const silent = createLogger("test", "error", () => {});

/** A server that echoes what it is sent, and the lines that it logs. */
function echo() {
  const lines: string[] = [];
  const spec = {
    method: "post",
    path: "/echo",
    operationId: "echo",
    summary: "",
    access: "public",
    answers: {},
  } as const;
  const app = createApp([
    endpoint({ ...spec, body: { type: "application/json", schema: z.unknown() } }, ({ body }) => answer(200, body)),
  ], {
    log: createLogger("test", "warn", (line) => lines.push(line)),
    metrics: createMetrics("test"),
    health: createHealth(),
  });
  return { lines, server: serveHttp(app, { ...LOCAL, log: silent }) };
}

Deno.test("a handler may ask for the address at the other end", async () => {
  const whoami = { method: "get", path: "/", operationId: "who", summary: "", access: "public", answers: {} } as const;
  const app = createApp([endpoint(whoami, ({ peerAddress }) => answer(200, peerAddress()))], {
    log: silent,
    metrics: createMetrics("test"),
    health: createHealth(),
  });
  await using server = serveHttp(app, { ...LOCAL, log: silent });
  assert.equal(await (await fetch(`http://127.0.0.1:${server.port}/`)).json(), "127.0.0.1");
  assert.equal(await (await app.fetch(new Request("http://nowhere/"))).json(), "");
});

Deno.test("a HEAD says the length that a GET has", async () => {
  const hello = { method: "get", path: "/", operationId: "hello", summary: "", access: "public", answers: {} } as const;
  const app = createApp([endpoint(hello, () => answer(200, { name: "Zoë" }))], {
    log: silent,
    metrics: createMetrics("test"),
    health: createHealth(),
  });
  await using server = serveHttp(app, { ...LOCAL, log: silent });
  for (const path of ["/", "/nothing"]) {
    const [get, head] = await Promise.all(
      ["GET", "HEAD"].map((method) => fetch(`http://127.0.0.1:${server.port}${path}`, { method })),
    );
    const length = (await get?.bytes())?.byteLength;
    assert.equal(head?.status, get?.status);
    assert.equal(head?.headers.get("content-length"), String(length));
    assert.equal((await head?.bytes())?.byteLength, 0);
  }
});

Deno.test("disposing finishes a request that runs, and then takes no more", async () => {
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const server = serveHttp({
    fetch: async () => {
      begun.resolve();
      await release.promise;
      return new Response("finished");
    },
  }, { ...LOCAL, log: silent });
  const url = `http://127.0.0.1:${server.port}/`;
  const running = fetch(url);
  await begun.promise;
  const disposed = server[Symbol.asyncDispose]();
  release.resolve();
  assert.equal(await (await running).text(), "finished");
  await disposed;
  await assert.rejects(fetch(url), TypeError);
});

Deno.test("disposing does not wait for a request that takes too long", async () => {
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<Response>();
  const server = serveHttp({
    fetch: () => {
      begun.resolve();
      return release.promise;
    },
  }, { ...LOCAL, log: silent });
  const running = fetch(`http://127.0.0.1:${server.port}/`);
  await begun.promise;
  const startedMs = performance.now();
  await server[Symbol.asyncDispose]();
  assert.ok(performance.now() - startedMs < 2_000);
  release.resolve(new Response("late"));
  assert.equal(await (await running).text(), "late");
});

Deno.test("an idle connection does not keep a server from stopping", async () => {
  const { server } = echo();
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  const startedMs = performance.now();
  await server[Symbol.asyncDispose]();
  assert.ok(performance.now() - startedMs < 2_000);
  assert.equal(await connection.read(new Uint8Array(1)), null);
});

async function send(connection: Deno.TcpConn, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

/** Sends bytes, closes its own direction, and gives back all that comes. */
async function raw(port: number, text: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await send(connection, text);
  await connection.closeWrite();
  return await new Response(connection.readable).text();
}

Deno.test("a body of a MiB and a byte is refused over the wire, and the server lives on", async () => {
  const { server } = echo();
  await using _ = server;
  const url = `http://127.0.0.1:${server.port}/echo`;
  const headers = { "content-type": "application/json" };
  const body = `"${"x".repeat(BODY_BYTES_MAX - 1)}"`;
  const refused = await fetch(url, { method: "POST", body, headers });
  assert.equal(refused.status, 413);
  await refused.body?.cancel();
  const read = await fetch(url, { method: "POST", body: body.slice(1).replace("x", '"'), headers });
  assert.equal(read.status, 200);
  assert.equal((await read.text()).length, BODY_BYTES_MAX);
});

Deno.test("a body in chunks that is too large is refused while it comes", async () => {
  const { server } = echo();
  await using _ = server;
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  const size = BODY_BYTES_MAX + 1;
  const head = "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
  await send(connection, `${head}${size.toString(16)}\r\n${" ".repeat(size)}`); // And no end of the body.
  const answer = new Uint8Array(1_024);
  const length = await connection.read(answer);
  assert.match(new TextDecoder().decode(answer.subarray(0, length ?? 0)), /^HTTP\/1\.1 413 /);
});

Deno.test("a body that breaks off is no defect of ours", async () => {
  const { lines, server } = echo();
  await using _ = server;
  const head = "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n";
  assert.match(await raw(server.port, `${head}{"name": `), /^HTTP\/1\.1 400 /);
  assert.deepEqual(lines, []);
});
