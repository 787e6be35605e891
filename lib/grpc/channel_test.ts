import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import type { Client, ServiceError } from "@grpc/grpc-js";
import { HealthService } from "@pms/proto";
import { createHealth } from "../service/mod.ts";
import { createLogger } from "../telemetry/mod.ts";
import { eventually, testVerifier } from "../testing/mod.ts";
import { type Channel, openChannel } from "./channel.ts";
import { serveGrpc } from "./mod.ts";

/** A server behind a listener that counts connections. Its answer is its readiness, so `hold` makes a call last. */
async function start() {
  const parts = new AsyncDisposableStack();
  const health = createHealth();
  const calls = { count: 0 };
  let held = Promise.resolve();
  health.check("held", async () => {
    calls.count++;
    await held;
    return true;
  });
  const server = parts.use(
    await serveGrpc([], {
      hostname: "127.0.0.1",
      port: 0,
      verifier: await testVerifier(),
      health,
      log: createLogger("test", "error"),
    }),
  );
  const connections = { ever: 0, open: 0 };
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  parts.defer(() => listener.close());
  (async () => {
    for await (const near of listener) {
      connections.ever++;
      connections.open++;
      const far = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
      const there = near.readable.pipeTo(far.writable).catch(() => undefined);
      const back = far.readable.pipeTo(near.writable).catch(() => undefined);
      Promise.race([there, back]).then(() => connections.open--);
    }
  })().catch(() => undefined);
  return {
    port: listener.addr.port,
    calls,
    connections,
    hold: (until: Promise<void>) => held = until,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

function ask(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      HealthService.check.path,
      () => Buffer.alloc(0),
      (bytes: Buffer) => bytes,
      {},
      { deadline: Date.now() + 5_000 },
      (error: ServiceError | null) => error === null ? resolve() : reject(error),
    );
  });
}

/** Calls without a pause, four at a time, until it holds. */
async function askUntil(channel: Channel, holds: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 20_000;
  await Promise.all(Array.from({ length: 4 }, async () => {
    while (!holds()) {
      assert.ok(Date.now() < deadlineMs, `never came true: ${holds}`);
      await channel.use(ask);
    }
  }));
}

Deno.test("connections are renewed before they get too old, and no call fails for it", async () => {
  await using server = await start();
  await using channel = openChannel({ target: `ipv4:127.0.0.1:${server.port}`, connectionAgeMaxMs: 50 });
  await askUntil(channel, () => server.connections.ever >= 8);
  await eventually(() => server.connections.open <= 2);
});

Deno.test("a call that takes longer than a connection may be old ends as it would have otherwise", async () => {
  await using server = await start();
  await using channel = openChannel({ target: `ipv4:127.0.0.1:${server.port}`, connectionAgeMaxMs: 50 });
  await channel.use(ask);
  const release = Promise.withResolvers<void>();
  server.hold(release.promise);
  const long = channel.use(ask);
  await eventually(() => server.calls.count === 2);
  const before = server.connections.ever;
  await eventually(() => server.connections.ever >= before + 3);
  release.resolve();
  await long;
});

Deno.test("calls are spread over all addresses, and one that nobody answers at costs no call", async () => {
  await using first = await start();
  await using second = await start();
  const nobody = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = nobody.addr;
  nobody.close();
  const addresses = [first.port, second.port, port].map((port) => `127.0.0.1:${port}`);
  await using channel = openChannel({ target: `ipv4:${addresses.join(",")}`, connectionAgeMaxMs: 200 });
  await askUntil(channel, () => first.connections.ever >= 3 && first.calls.count + second.calls.count >= 400);
  const part = first.calls.count / (first.calls.count + second.calls.count);
  assert.ok(part > 0.3 && part < 0.7, `${part}`);
});

Deno.test("a channel that ends does not wait for a renewal that hangs", async () => {
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const channel = openChannel({ target: `ipv4:127.0.0.1:${silent.addr.port}`, connectionAgeMaxMs: 1 });
  using _connection = await silent.accept(); // Of the renewal: nobody has made a call.
  const startedMs = performance.now();
  await channel[Symbol.asyncDispose]();
  assert.ok(performance.now() - startedMs < 3_000);
});
