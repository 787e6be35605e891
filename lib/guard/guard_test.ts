import assert from "node:assert/strict";
import { AuthService, type WatchRevocationsResponse } from "@pms/proto";
import { createRevocations } from "../auth/mod.ts";
import { serveGrpc, serverStream, type StreamCall } from "../grpc/mod.ts";
import { createHealth, type Service } from "../service/mod.ts";
import { createLogger, createMetrics } from "../telemetry/mod.ts";
import { eventually, testVerifier, tokenFor } from "../testing/mod.ts";
import { startGuard, watchRevocations } from "./mod.ts";

const SCOPE = "service:auth.revocations";
const TEST_KEYS_ONLY = { status: 503 };

type Watch = (since: number, call: StreamCall) => AsyncIterable<WatchRevocationsResponse>;

/** Auth's gRPC, which says what the test wants. */
async function startAuth(watch: Watch, port = 0) {
  const asked: number[] = [];
  const handler = serverStream(AuthService.watchRevocations, SCOPE, ({ since }, call) => {
    asked.push(since ?? 0);
    return watch(since ?? 0, call);
  });
  const server = await serveGrpc([handler], {
    hostname: "127.0.0.1",
    port,
    verifier: await testVerifier(),
    health: createHealth(),
    log: createLogger("auth", "error", () => {}),
  });
  return { ...server, asked };
}

function startWatch(port: number) {
  const revocations = createRevocations();
  const metrics = createMetrics("test");
  const watch = watchRevocations({
    target: `127.0.0.1:${port}`,
    tokens: { get: () => tokenFor(SCOPE), discard: () => {} },
    revocations,
    metrics,
    log: createLogger("test", "error", () => {}),
  });
  const up = async () => /^auth_revocation_stream_up\{.*\} (\d)$/m.exec(await metrics.registry.metrics())?.[1];
  return { ...watch, revocations, up };
}

const ended = (...ids: string[]) => ids.map((sessionId) => ({ sessionId, keepMs: 60_000 }));
const wait = ({ signal }: StreamCall) =>
  new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));

Deno.test("what is revoked arrives, and the log counts as known only when its end was read", async () => {
  const more = Promise.withResolvers<void>();
  await using auth = await startAuth(async function* (_since, call) {
    yield { revocations: ended("one"), position: 1, complete: false };
    await more.promise;
    yield { revocations: ended("two", "three"), position: 3, complete: true };
    await wait(call);
  });
  await using watch = startWatch(auth.port);
  await eventually(() => watch.revocations.has("one"));
  assert.deepEqual([watch.known(), watch.live(), await watch.up()], [false, false, "0"]);
  more.resolve();
  await eventually(() => watch.known());
  assert.deepEqual([watch.live(), await watch.up()], [true, "1"]);
  assert.deepEqual(["two", "three", "four"].map(watch.revocations.has), [true, true, false]);
});

Deno.test("after a loss it asks for what followed its last position, and shows the loss until then", async () => {
  const watch: Watch = async function* (since, call) {
    yield { revocations: since === 0 ? ended("one") : ended("missed"), position: since + 41, complete: true };
    await wait(call);
  };
  const auth = await startAuth(watch);
  await using watching = startWatch(auth.port);
  await eventually(() => watching.live());
  await auth[Symbol.asyncDispose]();
  await eventually(() => !watching.live());
  assert.deepEqual([watching.known(), await watching.up()], [true, "0"]);
  assert.equal(watching.revocations.has("one"), true);

  await using again = await startAuth(watch, auth.port);
  await eventually(() => watching.live());
  assert.equal(await watching.up(), "1");
  assert.deepEqual([auth.asked, again.asked], [[0], [41]]);
  assert.equal(watching.revocations.has("missed"), true);
});

Deno.test("a stream that goes silent is dead within five seconds, and another one is begun", async () => {
  await using auth = await startAuth(async function* (since, call) {
    yield { revocations: [], position: since + 1, complete: true };
    await wait(call);
  });
  await using watch = startWatch(auth.port);
  await eventually(() => watch.live());
  await eventually(() => !watch.live(), { deadlineMs: 5_000 });
  await eventually(() => auth.asked.length === 2);
});

Deno.test("a watch stops at once, also where nobody listens", async () => {
  await using auth = await startAuth((_since, call) =>
    async function* () {
      await wait(call);
      yield { position: 0 };
    }()
  );
  const waiting = startWatch(auth.port);
  await eventually(() => auth.asked.length === 1);
  await waiting[Symbol.asyncDispose]();
  await startWatch(1)[Symbol.asyncDispose]();
});

Deno.test("a service is ready when it has keys and has read the log once; losing auth is only shown", async () => {
  await using parts = new AsyncDisposableStack();
  const health = createHealth();
  const auth = await startAuth(async function* (_since, call) {
    yield { revocations: [], position: 0, complete: true };
    await wait(call);
  });
  let keys = false;
  const http = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    if (new URL(request.url).pathname === "/auth/token") {
      return Response.json({ access_token: await tokenFor(SCOPE), expires_in: 600 });
    }
    return keys ? Response.json({ keys: [] }) : new Response(null, TEST_KEYS_ONLY);
  });
  const service: Service = {
    name: "billing",
    log: createLogger("billing", "error", () => {}),
    metrics: createMetrics("billing"),
    health,
    use: (part) => parts.use(part),
  };
  startGuard(service, {
    authUrl: `http://127.0.0.1:${http.addr.port}`,
    authGrpcTarget: `127.0.0.1:${auth.port}`,
    clientSecret: "invented-secret-1",
  });
  await eventually(async () => (await health.readiness()).checks["revocations"] === "up");
  assert.deepEqual(await health.readiness(), { ready: false, checks: { keys: "down", revocations: "up" } });
  keys = true;
  await eventually(async () => (await health.readiness()).ready);
  await auth[Symbol.asyncDispose]();
  await http.shutdown();
  await eventually(async () => (await health.readiness()).checks["revocations"] === "down");
  assert.deepEqual(await health.readiness(), { ready: true, checks: { keys: "up", revocations: "down" } });
});
