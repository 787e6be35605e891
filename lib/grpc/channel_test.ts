import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import type { ServiceError } from "@grpc/grpc-js";
import { HealthService } from "@pms/proto";
import { createHealth } from "../service/mod.ts";
import { createLogger } from "../telemetry/mod.ts";
import { eventually, testVerifier } from "../testing/mod.ts";
import { type Channel, openChannel } from "./channel.ts";
import { serveGrpc } from "./mod.ts";

/** Types of HTTP/2 frames (RFC 9113, section 6). */
const HEADERS = 1;
const GOAWAY = 7;
const PREFACE_BYTES = 24;

/** Adds the type of each frame that a client sends. */
function noteFrames(types: Set<number>): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let rest: number[] = [];
  let skip = PREFACE_BYTES;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk);
      rest.push(...chunk);
      while (rest.length >= skip + 9) {
        const [high = 0, middle = 0, low = 0, type = 0] = rest.slice(skip);
        types.add(type);
        rest = rest.slice(skip + 9);
        skip = high * 65_536 + middle * 256 + low;
      }
    },
  });
}

/** A server behind a listener that counts connections and looks at what comes. Its answer is its readiness, so `hold` makes a call last. */
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
  const frames = new Set<number>();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  parts.defer(() => listener.close());
  (async () => {
    for await (const near of listener) {
      connections.ever++;
      connections.open++;
      const far = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
      const there = near.readable.pipeThrough(noteFrames(frames)).pipeTo(far.writable).catch(() => undefined);
      const back = far.readable.pipeTo(near.writable).catch(() => undefined);
      Promise.race([there, back]).then(() => connections.open--);
    }
  })().catch(() => undefined);
  return {
    port: listener.addr.port,
    calls,
    connections,
    frames,
    hold: (until: Promise<void>) => held = until,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function ask(channel: Channel): Promise<void> {
  using lease = channel.lease();
  await new Promise<void>((resolve, reject) => {
    lease.client.makeUnaryRequest(
      HealthService.check.path,
      () => Buffer.alloc(0),
      (bytes: Buffer) => bytes,
      {},
      { deadline: Date.now() + 30_000 },
      (error: ServiceError | null) => error === null ? resolve() : reject(error),
    );
  });
}

/** Calls without a pause, four at a time, until it holds. */
async function askUntil(channel: Channel, holds: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 60_000;
  await Promise.all(Array.from({ length: 4 }, async () => {
    while (!holds()) {
      assert.ok(Date.now() < deadlineMs, `never came true: ${holds}`);
      await ask(channel);
    }
  }));
}

Deno.test("connections are renewed before they get too old, and no call fails for it", async () => {
  await using server = await start();
  await using channel = openChannel({ target: `ipv4:127.0.0.1:${server.port}`, connectionAgeMaxMs: 50 });
  await askUntil(channel, () => server.connections.ever >= 5);
  await eventually(() => server.connections.open <= 2, { deadlineMs: 30_000 });
});

Deno.test("a client never says GOAWAY, on which servers crash as well, neither at a renewal nor at its end", async () => {
  await using server = await start();
  {
    await using channel = openChannel({ target: `ipv4:127.0.0.1:${server.port}`, connectionAgeMaxMs: 50 });
    await askUntil(channel, () => server.connections.ever >= 5);
  }
  await eventually(() => server.connections.open === 0, { deadlineMs: 30_000 });
  assert.ok(server.frames.has(HEADERS), "frames were seen");
  assert.equal(server.frames.has(GOAWAY), false);
});

Deno.test("a call that takes longer than a connection may be old ends as it would have otherwise", async () => {
  await using server = await start();
  await using channel = openChannel({ target: `ipv4:127.0.0.1:${server.port}`, connectionAgeMaxMs: 50 });
  await ask(channel);
  const release = Promise.withResolvers<void>();
  server.hold(release.promise);
  const long = ask(channel);
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
