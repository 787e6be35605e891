import { PatientService } from "@pms/proto";
import assert from "node:assert/strict";
import { DomainError } from "../errors.ts";
import { createHealth } from "../service/mod.ts";
import { createLogger, createMetrics } from "../telemetry/mod.ts";
import { eventually, testVerifier, tokenFor } from "../testing/mod.ts";
import { createGrpcClient, serveGrpc, serverStream } from "./mod.ts";

const SCOPE = "service:patient.reconcile";
const METHOD = PatientService.listPatientStates;

type Page = { patients: { patientId: string; version: number }[] };

/** A server whose answer is a stream, and a client of it. */
async function start(pages: (pageSize: number) => AsyncIterable<Page>, { deadlineMs = 5_000, scope = SCOPE } = {}) {
  const parts = new AsyncDisposableStack();
  const lines: string[] = [];
  const server = parts.use(
    await serveGrpc([serverStream(METHOD, SCOPE, ({ pageSize }) => pages(pageSize ?? 0))], {
      hostname: "127.0.0.1",
      port: 0,
      verifier: await testVerifier(),
      health: createHealth(),
      log: createLogger("test", "warn", (line) => lines.push(line)),
    }),
  );
  const client = parts.use(createGrpcClient({
    target: `127.0.0.1:${server.port}`,
    upstream: "patient",
    what: "The patient service",
    metrics: createMetrics("test"),
    tokens: { get: () => tokenFor(scope as typeof SCOPE), discard: () => {} },
    deadlineMs,
  }));
  return {
    lines,
    server,
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
