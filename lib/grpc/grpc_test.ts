import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { BillingService, HealthService, PatientService } from "@pms/proto";
import { DomainError, type Reason, REASONS } from "../errors.ts";
import { callContext, createHealth, onBehalfOf, remainingMs } from "../service/mod.ts";
import { createLogger, createMetrics } from "../telemetry/mod.ts";
import { eventually, testVerifier, tokenFor } from "../testing/mod.ts";
import { type Call, createGrpcClient, type GrpcClient, serveGrpc, unary } from "./mod.ts";

const PATIENT_ID = "0198c0de-0000-7000-8000-000000000001";
const SCOPE = "service:patient.read";
const SECRET = "Ada Lovelace";
const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

type Answer = { patientId: string; version: number; deleted?: boolean };
type Handle = (message: { patientId?: string | null }, call: Call) => Promise<Answer>;

const echo: Handle = ({ patientId }) => Promise.resolve({ patientId: patientId ?? "", version: 7, deleted: true });

async function start(handle: Handle, { port = 0, hostname = "127.0.0.1" } = {}) {
  const lines: string[] = [];
  const health = createHealth();
  const server = await serveGrpc([unary(PatientService.getPatientState, SCOPE, handle)], {
    hostname,
    port,
    verifier: await testVerifier(),
    health,
    log: createLogger("test", "warn", (line) => lines.push(line)),
  });
  return { server, port: server.port, health, lines, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function connect(port: number, token: () => Promise<string> = () => tokenFor(SCOPE), deadlineMs = 5_000): GrpcClient {
  return createGrpcClient({
    target: `127.0.0.1:${port}`,
    upstream: "patient",
    what: "The patient service",
    metrics: createMetrics("test"),
    tokens: { get: token, discard: () => {} },
    deadlineMs,
  });
}

function ask(client: GrpcClient, patientId = PATIENT_ID, traceparent?: string) {
  return client.call(PatientService.getPatientState, { patientId }, traceparent);
}

function refusedAs(reason: Reason, message = /./) {
  return (error: unknown) => {
    assert.ok(error instanceof DomainError, String(error));
    assert.equal(error.reason, reason);
    assert.match(error.message, message);
    return true;
  };
}

/** One call with bytes as they are, the way another program would make it; gives back what ends it. */
async function rawCall(port: number, path: string, bytes: Uint8Array, headers: Record<string, string>) {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const asIs = (message: Uint8Array) => Buffer.from(message);
  try {
    return await new Promise<{ error: ServiceError | null; response: Uint8Array | undefined }>((resolve) => {
      client.makeUnaryRequest(
        path,
        asIs,
        asIs,
        bytes,
        metadata,
        { deadline: Date.now() + 5_000 },
        (error, response) => resolve({ error, response }),
      );
    });
  } finally {
    client.close();
  }
}

Deno.test("a call brings its message there and the answer back, with caller and trace context", async () => {
  const calls: Call[] = [];
  await using service = await start((message, call) => {
    calls.push(call);
    return echo(message, call);
  });
  await using client = connect(service.port);
  const { patientId, version, deleted } = await ask(client, PATIENT_ID, TRACEPARENT);
  assert.deepEqual({ patientId, version, deleted }, { patientId: PATIENT_ID, version: 7, deleted: true });
  assert.equal(calls[0]?.traceparent, TRACEPARENT);
  assert.deepEqual(calls[0]?.caller.scopes, new Set([SCOPE]));
});

Deno.test("a call without a trace context begins a trace", async () => {
  const calls: Call[] = [];
  await using service = await start((message, call) => {
    calls.push(call);
    return echo(message, call);
  });
  await using client = connect(service.port);
  await ask(client);
  assert.match(calls[0]?.traceparent ?? "", /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
});

const bearer = async () => ({ authorization: `Bearer ${await tokenFor(SCOPE)}` });
const refusals: Record<string, [() => Promise<Record<string, string>>, status]> = {
  "no token": [() => Promise.resolve({}), status.UNAUTHENTICATED],
  "a token that is none": [() => Promise.resolve({ authorization: "Bearer abc" }), status.UNAUTHENTICATED],
  "a person's token": [
    async () => ({ authorization: `Bearer ${await tokenFor("patient:read", "patient:write")}` }),
    status.PERMISSION_DENIED,
  ],
  "another service's scope": [
    async () => ({ authorization: `Bearer ${await tokenFor("service:billing.accounts")}` }),
    status.PERMISSION_DENIED,
  ],
};
for (const [what, [headers, code]] of Object.entries(refusals)) {
  Deno.test(`a call with ${what} is ${status[code]}, and its handler never runs`, async () => {
    let ran = false;
    await using service = await start((message, call) => {
      ran = true;
      return echo(message, call);
    });
    const { error } = await rawCall(
      service.port,
      PatientService.getPatientState.path,
      new Uint8Array(),
      await headers(),
    );
    assert.equal(error?.code, code);
    assert.equal(ran, false);
    assert.deepEqual(service.lines, []);
  });
}

Deno.test("bytes that are no message are INVALID_ARGUMENT", async () => {
  await using service = await start(echo);
  const { error } = await rawCall(
    service.port,
    PatientService.getPatientState.path,
    new Uint8Array([0x0a, 0xff, 0x01]),
    await bearer(),
  );
  assert.equal(error?.code, status.INVALID_ARGUMENT);
  assert.equal(error?.metadata.get("reason")[0], "invalid-input");
  assert.deepEqual(service.lines, []);
});

Deno.test("a message of more than a MiB is refused, and the server lives on", async () => {
  await using service = await start(echo);
  await using client = connect(service.port);
  await assert.rejects(ask(client, "x".repeat(1_048_577)), DomainError);
  assert.equal((await ask(client)).version, 7);
});

Deno.test("an unknown method is UNIMPLEMENTED", async () => {
  await using service = await start(echo);
  const { path } = BillingService.getBillingAccount;
  const { error } = await rawCall(service.port, path, new Uint8Array(), await bearer());
  assert.equal(error?.code, status.UNIMPLEMENTED);
});

for (
  const reason of ["patient-not-found", "invalid-input", "stale-version", "too-many-requests", "unavailable"] as const
) {
  Deno.test(`${reason} travels to the caller by its name and words`, async () => {
    await using service = await start(() => Promise.reject(new DomainError(reason, "Cannot: größer als 1")));
    await using client = connect(service.port);
    await assert.rejects(ask(client), refusedAs(reason, /^Cannot: größer als 1$/));
    assert.deepEqual(service.lines, []);
  });
}

Deno.test("every reason has a status of its kind: none is OK, UNKNOWN or INTERNAL", async () => {
  let reason: Reason = "unavailable";
  await using service = await start(() => Promise.reject(new DomainError(reason, "no")));
  for (reason of Object.keys(REASONS) as Reason[]) {
    const { error } = await rawCall(
      service.port,
      PatientService.getPatientState.path,
      new Uint8Array(),
      await bearer(),
    );
    const http = REASONS[reason];
    assert.equal(error?.metadata.get("reason")[0], reason);
    // Reasons of HTTP alone never leave a gRPC handler.
    if ([400, 401, 403, 404, 409, 412, 422, 429, 503].includes(http)) {
      assert.ok(![status.OK, status.UNKNOWN, status.INTERNAL].includes(error?.code ?? status.OK), reason);
    }
  }
});

Deno.test("a defect is INTERNAL without a word about it, and is logged without its message", async () => {
  await using service = await start(() => Promise.reject(new TypeError(`cannot read ${SECRET}`)));
  const { error } = await rawCall(service.port, PatientService.getPatientState.path, new Uint8Array(), {
    ...await bearer(),
    traceparent: TRACEPARENT,
  });
  assert.equal(error?.code, status.INTERNAL);
  assert.equal(error?.details, "internal error");
  assert.equal(Deno.inspect(error).includes(SECRET), false);
  const { level, traceId, route, error: logged } = JSON.parse(service.lines[0] ?? "");
  assert.deepEqual([level, traceId, route], ["error", TRACEPARENT.slice(3, 35), PatientService.getPatientState.path]);
  assert.equal(logged.name, "TypeError");
  assert.equal(service.lines.join().includes(SECRET), false);
});

Deno.test("a defect of the other side is unavailable to its caller", async () => {
  await using service = await start(() => Promise.reject(new TypeError("no")));
  await using client = connect(service.port);
  await assert.rejects(ask(client), refusedAs("unavailable", /^The patient service/));
});

Deno.test("a call that takes longer than its deadline is unavailable", async () => {
  const release = Promise.withResolvers<void>();
  await using service = await start(async (message, call) => {
    await release.promise;
    return await echo(message, call);
  });
  await using client = connect(service.port, undefined, 200);
  await assert.rejects(ask(client), refusedAs("unavailable", /^The patient service/));
  release.resolve();
});

Deno.test("a call takes its deadline along, and the smaller one of its caller's and its own", async () => {
  const left: number[] = [];
  await using service = await start(async (message, call) => {
    await Promise.resolve();
    left.push(remainingMs());
    return await echo(message, call);
  });
  await using client = connect(service.port, undefined, 60_000);
  await ask(client);
  const { signal } = new AbortController();
  await onBehalfOf({ endsAtMs: performance.now() + 30_000, signal: () => signal }, () => ask(client));
  const [own = 0, callers = 0] = left;
  assert.ok(own > 30_000 && own <= 60_000, String(own));
  assert.ok(callers > 0 && callers <= 30_001, String(callers)); // Clocks are rounded.
});

Deno.test("a call ends when its caller goes away, and who answers it learns of that", async () => {
  const begun = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  await using service = await start(async (message, call) => {
    callContext()?.signal().addEventListener("abort", () => told.resolve());
    begun.resolve();
    await told.promise;
    return await echo(message, call);
  });
  await using client = connect(service.port);
  const gone = new AbortController();
  const refused = onBehalfOf(
    { endsAtMs: Infinity, signal: () => gone.signal },
    () => assert.rejects(ask(client), refusedAs("unavailable")),
  );
  await begun.promise;
  gone.abort();
  await refused;
  await told.promise;
});

Deno.test("a server that gives no answers is left alone until it does; refusals are answers", async () => {
  const first = await start(() => Promise.reject(new DomainError("unavailable", "not now")));
  await using client = connect(first.port);
  for (let count = 0; count < 10; count++) await assert.rejects(ask(client), refusedAs("unavailable", /^not now$/));
  assert.equal(client.answers(), true);
  await first[Symbol.asyncDispose]();
  await eventually(async () => {
    await assert.rejects(ask(client), refusedAs("unavailable", /^The patient service cannot be reached/));
    return !client.answers();
  });
  await using _ = await start(echo, { port: first.port });
  await eventually(() => ask(client));
  assert.equal(client.answers(), true);
});

Deno.test("a call fails as its token does", async () => {
  await using service = await start(echo);
  const failure = new DomainError("unavailable", "The auth service cannot be reached");
  await using client = connect(service.port, () => Promise.reject(failure));
  await assert.rejects(ask(client), failure);
});

Deno.test("a server that goes is unavailable at once, and one that comes back is used without a hand", async () => {
  const first = await start(echo);
  await using client = connect(first.port);
  assert.equal((await ask(client)).version, 7);
  await first[Symbol.asyncDispose]();
  const startedMs = performance.now();
  await assert.rejects(ask(client), refusedAs("unavailable"));
  assert.ok(performance.now() - startedMs < 2_000);
  await using _ = await start(echo, { port: first.port });
  const { version } = await eventually(() => ask(client));
  assert.equal(version, 7);
});

Deno.test("the health check says what readiness says, to anybody, of any service that is here", async () => {
  await using service = await start(echo);
  const ask = (name: string) => {
    const request = HealthService.check.request.encode({ service: name }).finish();
    return rawCall(service.port, HealthService.check.path, request, {});
  };
  const check = async (name: string) =>
    HealthService.check.response.decode((await ask(name)).response ?? new Uint8Array()).status;
  const here = PatientService.getPatientState.path.split("/")[1] ?? "";
  for (const name of ["", here]) assert.equal(await check(name), 1, name); // SERVING
  assert.equal((await ask("of.others.v1.Service")).error?.code, status.NOT_FOUND);
  service.health.drain();
  for (const name of ["", here]) assert.equal(await check(name), 2, name); // NOT_SERVING
});

Deno.test("disposing finishes a call that runs, and then takes no more", async () => {
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const service = await start(async (message, call) => {
    begun.resolve();
    await release.promise;
    return await echo(message, call);
  });
  await using client = connect(service.port);
  const running = ask(client);
  await begun.promise;
  const disposed = service[Symbol.asyncDispose]();
  release.resolve();
  assert.equal((await running).version, 7);
  await disposed;
  await assert.rejects(ask(client), refusedAs("unavailable"));
});

Deno.test("disposing cuts a call that takes too long", async () => {
  const begun = Promise.withResolvers<void>();
  const service = await start(() => {
    begun.resolve();
    return new Promise(() => {});
  });
  await using client = connect(service.port);
  const cut = assert.rejects(ask(client), refusedAs("unavailable"));
  await begun.promise;
  const startedMs = performance.now();
  await service[Symbol.asyncDispose]();
  assert.ok(performance.now() - startedMs < 2_500);
  await cut;
});

Deno.test("an idle client does not keep a server from stopping at once", async () => {
  const service = await start(echo);
  await using client = connect(service.port);
  await ask(client);
  const startedMs = performance.now();
  await service[Symbol.asyncDispose]();
  assert.ok(performance.now() - startedMs < 1_000);
});

Deno.test("a port that is taken is an error at the start", async () => {
  await using service = await start(echo);
  await assert.rejects(start(echo, { port: service.port }));
});

Deno.test("five hundred calls at once are answered each with its own", async () => {
  await using service = await start(echo);
  await using client = connect(service.port);
  const ids = Array.from({ length: 500 }, () => crypto.randomUUID());
  const answers = await Promise.all(ids.map((id) => ask(client, id)));
  assert.deepEqual(answers.map(({ patientId }) => patientId), ids);
});

Deno.test("a client that says goodbye after many calls does not bring the server down", async () => {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-net=127.0.0.1", "--allow-env", fixture("goodbye_fixture.ts")],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  try {
    const reader = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const port = Number((await reader.read()).value);
    await reader.cancel();
    for (const calls of [150, 120, 180, 150, 110, 1]) {
      await using client = connect(port, () => Promise.resolve("none"));
      for (let call = 0; call < calls; call++) await ask(client);
    }
  } finally {
    server.kill("SIGKILL");
    await server.status;
  }
});

function fixture(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
