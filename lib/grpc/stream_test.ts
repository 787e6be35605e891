import assert from "node:assert/strict";
import { AuthService } from "@pms/proto";
import type { ServiceTokens } from "../auth/mod.ts";
import { DomainError, type Reason } from "../errors.ts";
import { createHealth } from "../service/mod.ts";
import { createLogger } from "../telemetry/mod.ts";
import { eventually, testVerifier, tokenFor, tokenWithLifetime } from "../testing/mod.ts";
import { follow, serveGrpc, serverStream, type StreamCall } from "./mod.ts";

const SCOPE = "service:auth.revocations";
const SILENCE_MS = 2_000;

type Handle = (since: number, call: StreamCall) => AsyncIterable<{ position: number }>;

async function start(handle: Handle) {
  const lines: string[] = [];
  const handler = serverStream(
    AuthService.watchRevocations,
    SCOPE,
    ({ since }, call) => handle(since ?? 0, call),
  );
  const server = await serveGrpc([handler], {
    hostname: "127.0.0.1",
    port: 0,
    verifier: await testVerifier(),
    health: createHealth(),
    log: createLogger("test", "warn", (line) => lines.push(line)),
  });
  return { ...server, lines };
}

function messages(
  port: number,
  { signal = new AbortController().signal, silenceMs = SILENCE_MS, tokens = tokensOf(() => tokenFor(SCOPE)) } = {},
) {
  const options = { target: `127.0.0.1:${port}`, what: "The auth service", tokens, silenceMs, signal };
  return follow(AuthService.watchRevocations, { since: 7 }, options);
}

function tokensOf(get: () => Promise<string>, discard = (_token: string) => {}): ServiceTokens {
  return { get, discard };
}

async function positions(stream: AsyncIterable<{ position?: number | null }>): Promise<(number | undefined)[]> {
  return (await Array.fromAsync(stream)).map(({ position }) => position ?? undefined);
}

function refusedAs(reason: Reason) {
  return (error: unknown) => {
    assert.ok(error instanceof DomainError, String(error));
    assert.equal(error.reason, reason);
    return true;
  };
}

async function* upTo(count: number) {
  for (let position = 1; position <= count; position++) yield { position };
}

/** Says one thing, and then nothing until nobody listens any more. */
async function* sayOnce({ signal }: StreamCall, gone = () => {}) {
  yield { position: 1 };
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  gone();
}

Deno.test("a stream brings every message in its order, and ends when it is over", async () => {
  await using server = await start((since) => upTo(since));
  assert.deepEqual(await positions(messages(server.port)), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(server.lines, []);
});

const refusals: Record<string, [() => Promise<string>, Reason]> = {
  "a token that is none": [() => Promise.resolve("abc"), "unavailable"],
  "a person's token": [() => tokenFor("user:write"), "unavailable"],
  "another service's scope": [() => tokenFor("service:billing.accounts"), "unavailable"],
};
for (const [what, [token, reason]] of Object.entries(refusals)) {
  Deno.test(`a stream with ${what} is refused, and its handler never runs`, async () => {
    let ran = false;
    await using server = await start((since) => {
      ran = true;
      return upTo(since);
    });
    await assert.rejects(positions(messages(server.port, { tokens: tokensOf(token) })), refusedAs(reason));
    assert.equal(ran, false);
  });
}

Deno.test("a token that was refused is not used again", async () => {
  await using server = await start((since) => upTo(since));
  const discarded: string[] = [];
  const tokens = tokensOf(() => Promise.resolve("abc"), (token) => discarded.push(token));
  await assert.rejects(positions(messages(server.port, { tokens })));
  assert.deepEqual(discarded, ["abc"]);
});

Deno.test("a stream on which nothing comes is given up, and its handler is told", async () => {
  const gone = Promise.withResolvers<void>();
  await using server = await start((_since, call) => sayOnce(call, gone.resolve));
  await assert.rejects(positions(messages(server.port, { silenceMs: 300 })), refusedAs("unavailable"));
  await gone.promise;
});

Deno.test("whoever stops listening gets no error, and the handler is told", async () => {
  const gone = Promise.withResolvers<void>();
  await using server = await start((_since, call) => sayOnce(call, gone.resolve));
  const stop = new AbortController();
  for await (const _ of messages(server.port, { signal: stop.signal })) stop.abort();
  await gone.promise;
});

Deno.test("a server that stops ends its streams at once, without an error", async () => {
  const server = await start((_since, call) => sayOnce(call));
  const stream = messages(server.port, { silenceMs: 20_000 });
  assert.equal((await stream.next()).value?.position, 1);
  const startedMs = performance.now();
  await server[Symbol.asyncDispose]();
  assert.equal((await stream.next()).done, true);
  assert.ok(performance.now() - startedMs < 1_400, "not by being cut off");
});

Deno.test("a stream lasts no longer than its caller's token", async () => {
  await using server = await start((_since, call) => sayOnce(call));
  const tokens = tokensOf(() => tokenWithLifetime(2, SCOPE));
  const stream = messages(server.port, { tokens, silenceMs: 20_000 });
  assert.equal((await stream.next()).value?.position, 1);
  assert.equal((await stream.next()).done, true);
});

Deno.test("a handler that fails is told to the caller by reason, and a defect not at all", async () => {
  await using refusing = await start(async function* () {
    yield { position: 1 };
    throw new DomainError("too-many-requests", "No more than one may watch");
  });
  await assert.rejects(positions(messages(refusing.port)), refusedAs("too-many-requests"));

  // deno-lint-ignore require-yield -- it fails before it could.
  await using failing = await start(async function* () {
    throw new Error("Ada Example");
  });
  await assert.rejects(positions(messages(failing.port)), (error: Error) => {
    assert.ok(!String(error.cause).includes("Ada"));
    return refusedAs("unavailable")(error);
  });
  assert.equal(failing.lines.length, 1);
});

Deno.test("a caller that does not read makes the handler wait, not the memory grow", async () => {
  let asked = 0;
  const big = "x".repeat(100_000);
  await using server = await start(async function* () {
    for (; asked < 10_000; asked++) yield { position: asked, revocations: [{ sessionId: big, keepMs: 1 }] };
  });
  const stream = messages(server.port, { silenceMs: 20_000 });
  await stream.next(); // And no more than this one.
  let before = -1;
  await eventually(async () => {
    if (asked === before) return true;
    before = asked;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return false;
  });
  assert.ok(asked < 1_000, `${asked} messages of 100 kB were taken for a caller who reads none`);
  await stream.return(undefined);
});
