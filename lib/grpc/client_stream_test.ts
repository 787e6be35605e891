import { PatientService } from "@pms/proto";
import assert from "node:assert/strict";
import type { ServiceTokens } from "../auth/mod.ts";
import { DomainError } from "../errors.ts";
import { createHealth, onBehalfOf, remainingMs } from "../service/mod.ts";
import { createLogger, createMetrics } from "../telemetry/mod.ts";
import { eventually, startProxy, testVerifier, tokenFor } from "../testing/mod.ts";
import { createGrpcClient, type GrpcClientOptions, serveGrpc, serverStream, type StreamCall } from "./mod.ts";

const SCOPE = "service:patient.reconcile";
const METHOD = PatientService.listPatientStates;

type Page = { patients: { patientId: string; version: number }[] };

/** A server whose answer is a stream, and a client of it over a line that can be spoilt. */
async function start(
  pages: (pageSize: number, call: StreamCall) => AsyncIterable<Page>,
  { scope = SCOPE, ...options }: Partial<GrpcClientOptions> & { scope?: string } = {},
) {
  const parts = new AsyncDisposableStack();
  const lines: string[] = [];
  const server = parts.use(
    await serveGrpc([serverStream(METHOD, SCOPE, ({ pageSize }, call) => pages(pageSize ?? 0, call))], {
      hostname: "127.0.0.1",
      port: 0,
      verifier: await testVerifier(),
      health: createHealth(),
      log: createLogger("test", "warn", (line) => lines.push(line)),
    }),
  );
  const line = parts.use(startProxy({ hostname: "127.0.0.1", port: server.port }));
  const client = parts.use(createGrpcClient({
    target: `127.0.0.1:${line.port}`,
    upstream: "patient",
    what: "The patient service",
    metrics: createMetrics("test"),
    tokens: { get: () => tokenFor(scope as typeof SCOPE), discard: () => {} },
    deadlineMs: 5_000,
    ...options,
  }));
  return {
    lines,
    server,
    line,
    client,
    read: (pageSize = 1) => client.stream(METHOD, { pageSize }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

const page = (version: number, text = "x"): Page => ({ patients: [{ patientId: text, version }] });

async function* endless(text: string, made: () => void): AsyncGenerator<Page> {
  for (let version = 1;; version++) {
    made();
    yield await Promise.resolve(page(version, text));
  }
}

Deno.test("a stream brings its messages in order, and then it ends", async () => {
  await using service = await start(async function* (pageSize) {
    for (let nth = 0; nth < pageSize; nth++) yield await Promise.resolve(page(nth));
  });
  const read: number[] = [];
  for await (const { patients } of service.read(300)) read.push(patients?.[0]?.version ?? -1);
  assert.deepEqual(read, Array.from({ length: 300 }, (_, nth) => nth));
});

Deno.test("a reader who stops reading makes the writer wait", async () => {
  let made = 0;
  let lastMs = 0;
  const count = () => {
    made++;
    lastMs = performance.now();
  };
  await using service = await start(() => endless("x".repeat(100_000), count));
  const pages = service.read()[Symbol.asyncIterator]();
  await pages.next();
  await eventually(() => performance.now() - lastMs > 500);
  assert.ok(made < 200, `${made} messages of 100 kB were made for a reader of one`);
  for (let nth = 0; nth < 100; nth++) await pages.next();
  await pages.return?.();
});

Deno.test("a reader who leaves ends the stream at the other side", async () => {
  let ended = false;
  await using service = await start(async function* () {
    try {
      yield* endless("x".repeat(1_000), () => {});
    } finally {
      ended = true;
    }
  });
  for await (const _ of service.read()) break;
  await eventually(() => ended);
  assert.deepEqual(service.lines, []);
});

Deno.test("a refusal arrives as its reason, also in the middle; a defect arrives as an outage and is logged", async () => {
  const failing = (error: Error) =>
    async function* () {
      yield await Promise.resolve(page(1));
      throw error;
    };
  const readAll = async (service: Awaited<ReturnType<typeof start>>) => {
    for await (const _ of service.read());
  };
  await using refusing = await start(failing(new DomainError("invalid-input", "No")));
  await assert.rejects(readAll(refusing), { reason: "invalid-input", message: "No" });
  assert.deepEqual(refusing.lines, []);
  await using defect = await start(failing(new Error("Ada")));
  await assert.rejects(readAll(defect), { reason: "unavailable" });
  assert.equal(defect.lines.length, 1);
  assert.ok(!defect.lines.join().includes("Ada"));
});

Deno.test("a stream needs its scope", async () => {
  await using service = await start(() => endless("x", () => assert.fail()), { scope: "service:patient.read" });
  await assert.rejects(service.read()[Symbol.asyncIterator]().next(), { reason: "unavailable" });
});

Deno.test("a stream whose next message does not come in time is given up, and so is one whose server stops", async () => {
  await using silent = await start(async function* () {
    yield await Promise.resolve(page(1));
    await new Promise(() => {});
  }, { deadlineMs: 500 });
  const pages = silent.read()[Symbol.asyncIterator]();
  await pages.next();
  await assert.rejects(pages.next(), { reason: "unavailable" });

  await using stopping = await start(() => endless("x".repeat(100_000), () => {}));
  const others = stopping.read()[Symbol.asyncIterator]();
  await others.next();
  await stopping.server[Symbol.asyncDispose]();
  await assert.rejects(async () => {
    for (let nth = 0; nth < 10_000; nth++) if ((await others.next()).done) throw new Error("It ended as if complete");
  }, { reason: "unavailable" });
});

/** Says one thing, and then nothing until nobody listens any more. */
async function* sayOnce({ signal }: StreamCall, gone = () => {}): AsyncGenerator<Page> {
  yield page(1);
  await wait(signal);
  gone();
}

const wait = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));

Deno.test("a token that was refused is discarded, and the next stream comes with another one", async () => {
  const given = ["refused", await tokenFor(SCOPE)];
  const discarded: string[] = [];
  const tokens: ServiceTokens = {
    get: () => Promise.resolve(given[0] ?? ""),
    discard: (token) => {
      discarded.push(token);
      given.shift();
    },
  };
  await using service = await start(() => onePage(), { tokens });
  await assert.rejects(Array.fromAsync(service.read()), { reason: "unavailable" });
  assert.deepEqual(discarded, ["refused"]);
  assert.equal((await Array.fromAsync(service.read())).length, 1);
  assert.deepEqual(discarded, ["refused"]);
});

async function* onePage(): AsyncGenerator<Page> {
  yield await Promise.resolve(page(1));
}

Deno.test("readers who leave give their connections back, and their calls end at the other side", async () => {
  let told = 0;
  await using service = await start((_pageSize, call) => sayOnce(call, () => told++), { connectionAgeMaxMs: 50 });
  const leave = Promise.withResolvers<void>();
  const read = async () => {
    for await (const _ of service.read()) {
      await leave.promise;
      break;
    }
  };
  const readers: Promise<void>[] = [];
  await eventually(() => {
    readers.push(read());
    return service.line.clients() >= 5; // Renewed meanwhile: an old one stays for as long as somebody reads from it.
  });
  leave.resolve();
  await Promise.all(readers);
  await eventually(() => told === readers.length);
  await eventually(() => service.line.clients() <= 2);
});

Deno.test("a stream that is silent from the start ends in its time; five in a row, and the next is not even tried", async () => {
  let asked = 0;
  await using service = await start((_pageSize, { signal }) => {
    asked++;
    return silence(signal);
  }, { deadlineMs: 200 });
  for (let nth = 0; nth < 5; nth++) {
    assert.equal(service.client.answers(), true);
    const startedMs = performance.now();
    await assert.rejects(Array.fromAsync(service.read()), { reason: "unavailable" });
    assert.ok(performance.now() - startedMs < 5_000);
  }
  assert.equal(service.client.answers(), false);
  await assert.rejects(Array.fromAsync(service.read()), { reason: "unavailable" });
  assert.equal(asked, 5);
});

// deno-lint-ignore require-yield -- that is what it is for.
async function* silence(signal: AbortSignal): AsyncGenerator<Page> {
  await wait(signal);
}

Deno.test("a stream has the time of whoever it is read for, and its cut is told as one", async () => {
  const left: number[] = [];
  await using service = await start((_pageSize, call) => {
    left.push(remainingMs());
    return sayOnce(call);
  }, { deadlineMs: 20_000 });
  const hurried = { endsAtMs: performance.now() + 1_000, signal: () => new AbortController().signal };
  await onBehalfOf(hurried, () => assert.rejects(Array.fromAsync(service.read()), { reason: "unavailable" }));
  const [ms = Infinity] = left;
  assert.ok(ms > 0 && ms <= 1_001, String(ms)); // Clocks are rounded.
});

Deno.test("a stream ends when whoever it is read for goes away, and who writes it learns of that", async () => {
  const told = Promise.withResolvers<void>();
  await using service = await start((_pageSize, call) => sayOnce(call, told.resolve), { deadlineMs: 60_000 });
  const gone = new AbortController();
  const startedMs = performance.now();
  await onBehalfOf({ endsAtMs: Infinity, signal: () => gone.signal }, () =>
    assert.rejects(async () => {
      for await (const _ of service.read()) gone.abort();
    }, { reason: "unavailable" }));
  await told.promise;
  assert.ok(performance.now() - startedMs < 20_000, "not by its silence");
  assert.equal(service.client.answers(), true);
});
