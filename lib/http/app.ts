import { type Context, Hono } from "@hono/hono";
import { z } from "zod";
import { authorize, type Caller, type Verifier } from "../auth/mod.ts";
import { DomainError } from "../errors.ts";
import { DEADLINE_HEADER, endOf, type Health, onBehalfOf } from "../service/mod.ts";
import { type Logger, type Metrics, nameSpan, traceIdOf, traceparentOr, tracing } from "../telemetry/mod.ts";
import { readBody } from "./body.ts";
import type { Endpoint } from "./endpoint.ts";
import { parse } from "../schema/mod.ts";
import { queryMembers } from "./query.ts";
import { OWN_ID, problemResponse, withoutStrangeWords } from "./problem.ts";

export interface AppParts {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  /** Checks callers' tokens; may be left out only where every endpoint is public. */
  readonly verifier?: Pick<Verifier, "verify">;
}

/** All that HTTP has (RFC 9110, section 9.3, and RFC 5789) but HEAD, which is asked as a GET, and CONNECT. */
const METHODS = ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];
const NO_PARAMETERS = z.strictObject({});
const ANONYMOUS: Caller = { subject: "", scopes: new Set(), expiresAtMs: 0 };

/** The HTTP front door of a service: its endpoints, `/livez`, `/readyz` and `/metrics`; all else is a 404 or 405 problem. */
export function createApp(
  endpoints: readonly Endpoint[],
  parts: AppParts,
): { fetch(request: Request, peerAddress?: () => string): Promise<Response> } {
  for (const { spec } of endpoints) {
    if (spec.access === "public" || parts.verifier !== undefined) continue;
    throw new Error(`${spec.operationId} is not public and there is nothing to check tokens with`);
  }
  const app = new Hono<PeerEnv>();
  // By name: with a handler for all methods beside it, Hono would compose the two anew for each request.
  const refuseOthers = (path: string, methods: readonly string[]) => {
    const others = METHODS.filter((method) => !methods.includes(method));
    app.on(others, honoPath(path), (c) => problem(c, path, methodNotAllowed(methods), parts));
  };
  for (const [path, handle] of Object.entries(probes(parts))) {
    app.get(path, handle);
    refuseOthers(path, ["GET", "HEAD"]);
  }
  // A path that is written out comes before one with a parameter in its place: `/patients/search` is nobody's id.
  const paths = [...new Set(endpoints.map(({ spec }) => spec.path))]
    .sort((one, other) => one.split("{").length - other.split("{").length);
  for (const path of paths) {
    const here = endpoints.filter(({ spec }) => spec.path === path);
    for (const each of here) {
      app.on(each.spec.method.toUpperCase(), honoPath(path), (c) => {
        const caller = { endsAtMs: endOf(c.req.header(DEADLINE_HEADER)), signal: () => c.req.raw.signal };
        return onBehalfOf(caller, () => serve(c, each, parts));
      });
    }
    const methods = here.map(({ spec }) => spec.method.toUpperCase());
    if (methods.includes("GET")) methods.push("HEAD");
    refuseOthers(path, methods);
  }
  const words = new Set(endpoints.flatMap(({ spec }) => spec.path.split("/").filter((word) => !word.startsWith("{"))));
  app.notFound((c) => {
    const error = new DomainError("route-not-found", "There is nothing at this path");
    return problem(c, undefined, error, parts, undefined, withoutStrangeWords(c.req.path, words));
  });
  app.onError((error, c) => problem(c, undefined, error, parts));
  return {
    fetch: async (request, peerAddress = nowhere) => {
      if (request.method !== "HEAD") return await app.fetch(request, { peerAddress });
      return await withoutBody(await app.fetch(new Request(request, { method: "GET" }), { peerAddress }));
    },
  };
}

/** The answer to a HEAD: that of a GET up to its body, whose length it still says (RFC 9110, section 8.6). */
async function withoutBody(response: Response): Promise<Response> {
  const { status, headers, body } = response;
  if (body !== null) headers.set("content-length", String((await response.bytes()).byteLength));
  return new Response(null, { status, headers });
}

/** What a request comes with that does not stand in it. */
interface PeerEnv {
  readonly Bindings: { readonly peerAddress: () => string };
}

const nowhere = () => "";

/** What the operators' tools ask of every service. */
function probes({ health, metrics: { registry } }: AppParts): Record<string, () => Response | Promise<Response>> {
  return {
    "/livez": () => answer(200, { status: "up" }),
    "/readyz": async () => {
      const { ready, checks } = await health.readiness();
      return answer(ready ? 200 : 503, { status: ready ? "up" : "down", checks });
    },
    "/metrics": async () =>
      new Response(await registry.metrics(), { headers: { "content-type": registry.contentType } }),
  };
}

async function serve(c: Context<PeerEnv>, { spec, handle }: Endpoint, parts: AppParts): Promise<Response> {
  const startedMs = performance.now();
  const traceparent = traceparentOr(c.req.header("traceparent"));
  if (tracing) nameSpan(`${c.req.method} ${spec.path}`);
  let response: Response;
  try {
    const caller = spec.access === "public" || parts.verifier === undefined // createApp() saw to it.
      ? ANONYMOUS
      : await authorize(parts.verifier, c.req.header("authorization"), spec.access);
    const params: unknown = spec.params === undefined ? undefined : parse(spec.params, c.req.param());
    const query: unknown = parse(spec.query ?? NO_PARAMETERS, queryMembers(c.req.url));
    const body: unknown = spec.body === undefined
      ? undefined
      : parse(spec.body.schema, await bodyOf(c.req.raw, spec.body));
    response = await handle({
      params,
      query,
      body,
      caller,
      request: c.req.raw,
      peerAddress: c.env.peerAddress,
      traceparent,
    });
  } catch (error) {
    response = problem(c, spec.path, error, parts, traceparent);
  }
  parts.metrics.httpServerDuration.observe({
    http_request_method: c.req.method,
    http_route: spec.path,
    http_response_status_code: response.status,
  }, (performance.now() - startedMs) / 1_000);
  return response;
}

/** A proxy may say of a body that there is none: `Content-Length: 0`. */
function isAbsent({ body, headers }: Request): boolean {
  return !headers.has("content-type") && (body === null || headers.get("content-length") === "0");
}

async function bodyOf(request: Request, body: NonNullable<Endpoint["spec"]["body"]>): Promise<unknown> {
  return body.optional === true && isAbsent(request) ? undefined : await readBody(request, body.type);
}

function problem(
  c: Context,
  route: string | undefined,
  error: unknown,
  { log }: AppParts,
  traceparent = traceparentOr(c.req.header("traceparent")),
  instance = route === undefined ? "/" : instanceOf(c.req.path, route),
): Response {
  const traceId = traceIdOf(traceparent) ?? "";
  const response = problemResponse(error, { instance, traceId });
  if (response.status >= 500) {
    const fields = { traceId, method: c.req.method, route: route ?? "none", status: response.status, error };
    if (error instanceof DomainError) log.warn("request failed", fields);
    else log.error("request met a defect", fields);
  }
  return response;
}

/** The path asked for; where a parameter is no id of ours, the pattern stands in: people write names into URLs. */
function instanceOf(path: string, route: string): string {
  const given = path.split("/");
  return route.split("/").map((segment, index) => {
    const value = given[index] ?? "";
    return segment.startsWith("{") && OWN_ID.test(value) ? value : segment;
  }).join("/");
}

function methodNotAllowed(methods: readonly string[]): DomainError {
  const allow = [...methods].sort().join(", ");
  return new DomainError("method-not-allowed", `This path takes ${allow}`, { headers: { allow } });
}

function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** A JSON answer; nothing that concerns people may be kept by a cache on the way. */
export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const response = new Response(JSON.stringify(body), { status });
  // Deno registers an answer made with headers for finalization, and its garbage collections then take twice as long.
  response.headers.set("content-type", "application/json");
  response.headers.set("cache-control", "no-store");
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** An answer without a body: 204 or 304. */
export function emptyAnswer(status: 204 | 304, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store", ...headers } });
}
