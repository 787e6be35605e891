import assert from "node:assert/strict";
import { z } from "zod";
import type { Caller, Verifier } from "../auth/mod.ts";
import { unauthenticated } from "../auth/mod.ts";
import { DomainError, unavailable } from "../errors.ts";
import { createHealth } from "../service/mod.ts";
import { createLogger, createMetrics } from "../telemetry/mod.ts";
import { answer, createApp, emptyAnswer } from "./app.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { id, text } from "../schema/mod.ts";

const ID = "0198c0de-0000-7000-8000-000000000001";
const SECRET = "Ada Lovelace";
const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const TRACEPARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;

/** Knows one token, with one scope. */
const verifier: Pick<Verifier, "verify"> = {
  verify: (token): Caller => {
    if (token !== "good") throw unauthenticated("The access token is not valid");
    return { subject: "registrar", scopes: new Set(["patient:read"]), expiresAtMs: Infinity };
  },
};
const SIGNED_IN = { authorization: "Bearer good" };

const base = { operationId: "test", summary: "test", answers: {} };
const endpoints: Endpoint[] = [
  endpoint(
    {
      ...base,
      method: "get",
      path: "/patients",
      access: "public",
      query: z.strictObject({ sort: z.string().optional() }),
    },
    ({ query }) => answer(200, { sort: query.sort }),
  ),
  endpoint(
    {
      ...base,
      method: "post",
      path: "/patients",
      access: "public",
      body: { type: "application/json", schema: z.strictObject({ name: text(5) }) },
    },
    ({ body }) => answer(201, body, { location: "/patients/1" }),
  ),
  endpoint(
    { ...base, method: "get", path: "/patients/{id}", access: "patient:read", params: z.object({ id: id() }) },
    ({ params, caller, traceparent }) => answer(200, { ...params, subject: caller.subject, traceparent }),
  ),
  endpoint({ ...base, method: "delete", path: "/patients/{id}", access: "patient:write" }, () => emptyAnswer(204)),
  endpoint(
    { ...base, method: "get", path: "/session", access: "signed-in" },
    ({ caller }) => answer(200, caller.subject),
  ),
  endpoint({ ...base, method: "get", path: "/defect", access: "public" }, () => {
    throw new TypeError(`cannot read ${SECRET}`);
  }),
  endpoint({ ...base, method: "get", path: "/refused/{id}", access: "public" }, () => {
    const detail = `Key (name)=(${SECRET}) already exists.`;
    throw Object.assign(new Error(`duplicate ${SECRET}`), { name: "PostgresError", code: "23505", detail });
  }),
  endpoint({ ...base, method: "get", path: "/down", access: "public" }, () => {
    throw unavailable("The database", new Error(SECRET));
  }),
];

function start() {
  const lines: string[] = [];
  const metrics = createMetrics("patient");
  const health = createHealth();
  const app = createApp(endpoints, {
    log: createLogger("patient", "debug", (line) => lines.push(line)),
    metrics,
    health,
    verifier,
  });
  const call = (path: string, init?: RequestInit) => app.fetch(new Request(`http://127.0.0.1:4000${path}`, init));
  return { call, lines, metrics, health };
}

/** A problem document with everything that each has; gives back the rest. */
async function problemOf(response: Response, reason: string, status: number) {
  assert.equal(response.status, status);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { type, title, status: told, detail, instance, traceId, ...rest } = await response.json();
  assert.equal(type, `/problems/${reason}`);
  assert.match(title, /^[A-Z][a-z ]+$/);
  assert.equal(told, status);
  assert.match(detail, /\w/);
  assert.match(instance, /^\//);
  assert.match(traceId, /^[0-9a-f]{32}$/);
  assert.equal(response.headers.get("x-request-id"), traceId);
  return { detail, instance, traceId, ...rest };
}

const post = (body: string, type = "application/json") => ({
  method: "POST",
  body,
  headers: { "content-type": type },
});

Deno.test("a good request reaches its handler, checked and typed", async () => {
  const { call } = start();
  const response = await call("/patients", post('{"name": " Ada "}'));
  assert.equal(response.status, 201);
  assert.deepEqual(await response.json(), { name: "Ada" });
  assert.equal(response.headers.get("location"), "/patients/1");
  assert.equal(response.headers.get("cache-control"), "no-store");
});

for (const path of ["/", "/nothing", "/patients/", "/patients/1/2", "//patients", "/%ff", "/%zz", "/..%2fpatients"]) {
  Deno.test(`${path} is a 404 problem`, async () => {
    await problemOf(await start().call(path), "route-not-found", 404);
  });
}

for (const path of ["%ff", "%zz", "%00", "..%2fadmin", "1", SECRET]) {
  Deno.test(`/patients/${path} names no patient: a 400 problem that does not repeat it`, async () => {
    const { instance, errors } = await problemOf(
      await start().call(`/patients/${path}`, { headers: SIGNED_IN }),
      "invalid-input",
      400,
    );
    assert.equal(instance, "/patients/{id}");
    assert.deepEqual(errors, [{ pointer: "/id", detail: "Is not a UUID" }]);
  });
}

Deno.test("another method is a 405 problem that allows those there are, HEAD with GET", async () => {
  const { call } = start();
  const response = await call("/patients", { method: "PUT" });
  assert.equal(response.headers.get("allow"), "GET, HEAD, POST");
  await problemOf(response, "method-not-allowed", 405);
  assert.equal((await call(`/patients/${ID}`, post("{}"))).headers.get("allow"), "DELETE, GET, HEAD");
  assert.equal((await call("/livez", post("{}"))).headers.get("allow"), "GET, HEAD");
});

Deno.test("HEAD answers as GET does, without the body", async () => {
  const { call } = start();
  const response = await call("/patients", { method: "HEAD" });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(await response.text(), "");
  assert.equal((await call("/nothing", { method: "HEAD" })).status, 404);
  assert.equal((await call(`/patients/${ID}`, { method: "HEAD" })).status, 401);
});

Deno.test("unknown query parameters are refused, all at once, also where there are none", async () => {
  const { call } = start();
  const { errors } = await problemOf(await call("/patients?srot=name&page=2&sort=name"), "invalid-input", 400);
  assert.deepEqual(errors.map(({ pointer }: { pointer: string }) => pointer), ["/srot", "/page"]);
  await problemOf(await call("/patients?x", post('{"name": "Ada"}')), "invalid-input", 400);
});

Deno.test("a query parameter given twice is refused", async () => {
  const { errors } = await problemOf(await start().call("/patients?sort=a&sort=b"), "invalid-input", 400);
  assert.deepEqual(errors, [{ pointer: "/sort", detail: "Given twice" }]);
});

Deno.test("a bad body is a problem with every fault", async () => {
  const { call } = start();
  const { errors } = await problemOf(await call("/patients", post('{"name": "", "naem": 1}')), "invalid-input", 400);
  assert.deepEqual(errors.map(({ pointer }: { pointer: string }) => pointer).sort(), ["/naem", "/name"]);
  await problemOf(await call("/patients", post("{}", "text/plain")), "unsupported-media-type", 415);
  await problemOf(await call("/patients", post(" ".repeat(1_048_577))), "body-too-large", 413);
});

Deno.test("a body that is optional may be left out, but not sent otherwise than asked for", async () => {
  const { metrics, health } = start();
  const body = {
    type: "application/json",
    schema: z.strictObject({ token: text(5) }).optional(),
    optional: true,
  } as const;
  const logout = endpoint(
    { ...base, method: "post", path: "/logout", access: "public", body },
    ({ body }) => answer(200, body ?? "nothing"),
  );
  const app = createApp([logout], { log: createLogger("patient", "error", () => {}), metrics, health });
  const call = (init: RequestInit) => app.fetch(new Request("http://127.0.0.1/logout", { method: "POST", ...init }));
  assert.equal(await (await call({})).json(), "nothing");
  assert.deepEqual(await (await call(post('{"token": "a"}'))).json(), { token: "a" });
  await problemOf(await call(post('{"token": ""}')), "invalid-input", 400);
  await problemOf(await call(post("{}", "text/plain")), "unsupported-media-type", 415);
  await problemOf(await call(post("")), "invalid-input", 400);
});

Deno.test("no token is 401, and says how to send one", async () => {
  const response = await start().call(`/patients/${ID}`);
  assert.equal(response.headers.get("www-authenticate"), 'Bearer realm="patient-management"');
  await problemOf(response, "unauthenticated", 401);
});

Deno.test("a bad token is 401, and said to be bad", async () => {
  const { call } = start();
  for (const authorization of ["Bearer bad", "Basic Z29vZDpnb29k", "good"]) {
    const response = await call(`/patients/${ID}`, { headers: { authorization } });
    assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer realm=".+", error="invalid_token"$/);
    await problemOf(response, "unauthenticated", 401);
  }
});

Deno.test("a good token without the scope is 403, and says which is missing", async () => {
  const response = await start().call(`/patients/${ID}`, { method: "DELETE", headers: SIGNED_IN });
  assert.match(response.headers.get("www-authenticate") ?? "", /error="insufficient_scope", scope="patient:write"$/);
  await problemOf(response, "scope-missing", 403);
});

Deno.test("where any good token will do none is 401 and a good one gives its caller", async () => {
  const { call } = start();
  await problemOf(await call("/session"), "unauthenticated", 401);
  assert.equal(await (await call("/session", { headers: SIGNED_IN })).json(), "registrar");
});

Deno.test("who may not call learns nothing of what else is wrong with the request", async () => {
  await problemOf(await start().call("/patients/nobody?x=1"), "unauthenticated", 401);
});

Deno.test("an app with a guarded endpoint cannot be made without a verifier", () => {
  const { metrics, health } = start();
  const parts = { log: createLogger("patient", "error", () => {}), metrics, health };
  assert.throws(() => createApp(endpoints, parts), /not public/);
  createApp(endpoints.filter(({ spec }) => spec.access === "public"), parts);
});

for (const path of ["/defect", `/refused/${ID}`]) {
  Deno.test(`a defect at ${path} is a 500 that tells nothing but the trace id, and so is the log line`, async () => {
    const { call, lines } = start();
    const response = await call(path, { headers: { traceparent: TRACEPARENT } });
    const told = await problemOf(response, "internal-error", 500);
    assert.equal(told.traceId, TRACE_ID);
    assert.deepEqual(Object.keys(told).sort(), ["detail", "instance", "traceId"]);
    assert.equal(JSON.stringify(told).includes(SECRET), false);

    assert.equal(lines.length, 1);
    const { level, traceId, route, status, error } = JSON.parse(lines[0] ?? "");
    assert.deepEqual([level, traceId, status], ["error", TRACE_ID, 500]);
    assert.equal(route, path.replace(ID, "{id}"));
    assert.match(error.at[0], /app_test\.ts/);
    assert.equal(lines[0]?.includes(SECRET), false);
  });
}

Deno.test("what a refused statement had as its code is logged", async () => {
  const { call, lines } = start();
  await call(`/refused/${ID}`);
  assert.equal(JSON.parse(lines[0] ?? "").error.code, "23505");
});

Deno.test("a dependency that is down is a 503 with Retry-After and a warning", async () => {
  const { call, lines } = start();
  const response = await call("/down");
  assert.equal(response.headers.get("retry-after"), "1");
  assert.equal(JSON.stringify(await problemOf(response, "unavailable", 503)).includes(SECRET), false);
  assert.equal(JSON.parse(lines[0] ?? "").level, "warn");
  assert.equal(lines[0]?.includes(SECRET), false);
});

Deno.test("what a client did wrong is not logged", async () => {
  const { call, lines } = start();
  await call("/nothing");
  await call("/patients?x=1");
  await call(`/patients/${ID}`);
  assert.deepEqual(lines, []);
});

Deno.test("the trace context of the request is kept, a bad one replaced", async () => {
  const { call } = start();
  const good = await call(`/patients/${ID}`, { headers: { ...SIGNED_IN, traceparent: TRACEPARENT } });
  assert.equal((await good.json()).traceparent, TRACEPARENT);
  const bad = await call(`/patients/${ID}`, { headers: { ...SIGNED_IN, traceparent: SECRET } });
  assert.match((await bad.json()).traceparent, /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
});

Deno.test("the instance of a problem holds an id of ours and nothing else that was in the path", async () => {
  const { call } = start();
  assert.equal((await (await call(`/patients/${ID}`)).json()).instance, `/patients/${ID}`);
  assert.equal((await (await call(`/patients/${SECRET}`)).json()).instance, "/patients/{id}");
  const unknown = async (path: string) => (await (await call(path)).json()).instance;
  assert.equal(await unknown(`/patients/${ID}/${SECRET}`), `/patients/${ID}/*`);
  assert.equal(await unknown(`/${SECRET}/patients`), "/*/patients");
  assert.equal(await unknown(`/${"x/".repeat(5_000)}`), "/*".repeat(100));
});

Deno.test("requests are counted under the pattern of their route, never the path", async () => {
  const { call, metrics } = start();
  await call(`/patients/${ID}`, { headers: SIGNED_IN });
  await call(`/patients/${SECRET}`, { headers: SIGNED_IN });
  await call("/defect");
  const series = await metrics.registry.metrics();
  const count = (route: string, status: number) =>
    new RegExp(
      `_count\\{.*http_request_method="GET",http_route="${route}",http_response_status_code="${status}"\\} 1$`,
      "m",
    );
  assert.match(series, count("/patients/\\{id\\}", 200));
  assert.match(series, count("/patients/\\{id\\}", 400));
  assert.match(series, count("/defect", 500));
  assert.equal(series.includes(ID) || series.includes("Ada"), false);
});

Deno.test("/livez says up, /readyz what the checks say, /metrics the metrics", async () => {
  const { call, health } = start();
  assert.deepEqual(await (await call("/livez")).json(), { status: "up" });
  let up = false;
  health.check("database", () => up);
  const down = await call("/readyz");
  assert.equal(down.status, 503);
  assert.deepEqual(await down.json(), { status: "down", checks: { database: "down" } });
  up = true;
  const ready = await call("/readyz");
  assert.equal(ready.status, 200);
  assert.deepEqual(await ready.json(), { status: "up", checks: { database: "up" } });
  const metrics = await call("/metrics");
  assert.match(metrics.headers.get("content-type") ?? "", /^text\/plain/);
  assert.match(await metrics.text(), /http_server_request_duration_seconds/);
});

Deno.test("a probe that fails is a problem too, and repeats no message", async () => {
  const { call, metrics, lines } = start();
  metrics.registry.metrics = () => Promise.reject(new Error(SECRET));
  const told = await problemOf(await call("/metrics"), "internal-error", 500);
  assert.equal(JSON.stringify([told, lines]).includes(SECRET), false);
});

Deno.test("an unknown reason cannot be: each has its status and its problem", async () => {
  const failing = endpoint({ ...base, method: "get", path: "/", access: "public" }, () => {
    throw new DomainError("stale-version", "The record has another version", { headers: { etag: '"4"' } });
  });
  const { metrics, health } = start();
  const app = createApp([failing], { log: createLogger("patient", "error", () => {}), metrics, health });
  const response = await app.fetch(new Request("http://127.0.0.1/"));
  assert.equal(response.headers.get("etag"), '"4"');
  const { detail } = await problemOf(response, "stale-version", 412);
  assert.equal(detail, "The record has another version");
});
