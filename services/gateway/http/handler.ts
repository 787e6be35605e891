import { authorize, requireScope, type Verifier } from "@pms/lib/auth";
import { DomainError } from "@pms/lib/errors";
import { problemResponse, withoutStrangeWords } from "@pms/lib/http";
import {
  type Logger,
  type Metrics,
  nameSpan,
  requestSpan,
  traceIdOf,
  traceparentOf,
  traceparentOr,
  tracing,
} from "@pms/lib/telemetry";
import type { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Config } from "../config.ts";
import { createBodies, discard } from "./body.ts";
import { clientAddress } from "./client_address.ts";
import { checkHeaders, hasBody, malformed, readHeaders, type RequestHeaders } from "./headers.ts";
import { isRead, methodNotAllowed, METHODS, methodsOf } from "./methods.ts";
import type { OwnHeaders, OwnHeadersOf } from "./own_headers.ts";
import type { Pages } from "./pages.ts";
import { reply } from "./reply.ts";
import { createRequestLimit } from "./request_limit.ts";
import { PATH_WORDS, type Route, routeOf } from "./routes.ts";
import { readTarget } from "./target.ts";
import type { Upstreams } from "./upstream.ts";

export interface HandlerParts {
  readonly log: Logger;
  readonly metrics: Pick<Metrics, "httpServerDuration">;
  readonly pages: Pages;
  readonly verifier: Pick<Verifier, "verify">;
  readonly upstreams: Pick<Upstreams, "of">;
}

export type HandlerLimits = Pick<
  Config,
  | "REQUESTS_PER_SECOND_MAX"
  | "TARGET_BYTES_MAX"
  | "HEADER_BYTES_MAX"
  | "BODY_BYTES_MAX"
  | "BUFFERED_BYTES_MAX"
  | "TRUSTED_PROXIES"
  | "TRUSTED_PROXIES_HEADER"
>;

/** What is known of a request so far; a refusal at any point tells as much of it as it may. */
interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly traceparent: string;
  readonly traceId: string;
  /** What its answer says beside what it is about. */
  own: OwnHeaders;
  /** Whether its headers are sound, and so where it ends. */
  understood: boolean;
  route: Route | undefined;
  /** Who asks, once the token has said so. */
  subject: string | undefined;
  /** What the gateway itself refused it for. */
  failure: unknown;
  finished: boolean;
}

/** What load balancers and container engines ask for; they may name the address at which they reach the gateway. */
const PROBES: ReadonlySet<string> = new Set(["/livez", "/readyz"]);

/** What tells of somebody who tries doors: no good token, no right to it, too often. */
const REFUSED_ACCESS: ReadonlySet<number> = new Set([401, 403, 429]);

/** By nginx's custom, in metrics only: the client went away before its answer. */
const CLIENT_GONE = 499;

/**
 * The way of every request: check what it is, whose it is and where it goes; then hand it on. What it returns refuses
 * the request from outside, when the rest of it turns out not to be HTTP or does not come.
 */
export function createHandler(
  limits: HandlerLimits,
  isAllowedHost: (host: string) => boolean,
  ownHeaders: OwnHeadersOf,
  { log, metrics, pages, verifier, upstreams }: HandlerParts,
): (req: IncomingMessage, res: ServerResponse) => (error: Error) => void {
  const bodies = createBodies({ bytesMax: limits.BODY_BYTES_MAX, bufferedBytesMax: limits.BUFFERED_BYTES_MAX });
  const limitRequests = createRequestLimit(limits.REQUESTS_PER_SECOND_MAX);
  const proxyRules = { trusted: limits.TRUSTED_PROXIES, header: limits.TRUSTED_PROXIES_HEADER };
  const headerRules = { bytesMax: limits.HEADER_BYTES_MAX, isAllowedHost };

  function probeRules({ socket }: IncomingMessage): typeof headerRules {
    const own = `${socket.localAddress}:${socket.localPort}`;
    return { ...headerRules, isAllowedHost: (host) => host === own || isAllowedHost(host) };
  }

  async function serve(exchange: Exchange): Promise<void> {
    const { req, res, method, headers, traceparent } = exchange;
    checkHeaders(headers, req.httpVersion, PROBES.has(req.url ?? "") ? probeRules(req) : headerRules);
    exchange.understood = true;
    const { path, target } = readTarget(req.url ?? "", limits.TARGET_BYTES_MAX, isAllowedHost);
    const route = exchange.route = routeOf(path);
    if (tracing) nameSpan(`${methodName(method)} ${route?.pattern ?? "none"}`, requestSpan(res));
    if (route !== undefined) {
      const methods = methodsOf(path);
      if (method === "OPTIONS" && headers.requestedMethod !== undefined) return await servePreflight(exchange, methods);
      if (!methods.includes(method)) throw methodNotAllowed(methods);
    }
    // No rule says what a body of a GET means, so two programs may differ on it (RFC 9110, section 9.3.1).
    if (hasBody(headers) && isRead(method)) throw malformed(`A ${method} takes no body`);
    if (route === undefined) return await servePage(exchange, path);
    const access = route.access(method, path);
    if (access !== "public") {
      const caller = await authorize(verifier, headers.authorization, "signed-in");
      exchange.subject = caller.subject;
      if (access !== "signed-in") requireScope(caller, access);
      exchange.own = { ...exchange.own, ...await limitRequests(caller.subject) };
    }
    const body = hasBody(headers) && !exchange.finished ? await readBody(exchange) : undefined;
    if (exchange.finished) return; // The client went away meanwhile.

    // Only auth counts by address. A client's own header of this name is not on the list of what goes on.
    if (route.upstream === "auth") headers.forwarded.push("x-client-address", clientAddress(req, proxyRules));
    upstreams.of(route.upstream).forward({
      method,
      target,
      headers: headers.forwarded,
      traceparent,
      body,
      own: exchange.own,
      res,
      refuse: (error) => void refuse(exchange, error),
    });
  }

  function readBody({ req, res, headers }: Exchange): Promise<Buffer> {
    const declaredBytes = headers.contentLength === undefined ? undefined : Number(headers.contentLength);
    return bodies.read(req, res, { declaredBytes, expectsContinue: expectsContinue(headers) });
  }

  async function servePreflight(
    { req, res, headers: { origin } }: Exchange,
    methods: readonly string[],
  ): Promise<void> {
    const leave = ownHeaders.preflight(origin);
    if (leave === undefined) throw methodNotAllowed(methods);
    await reply(res, new Response(null, { status: 204 }), leave);
    discard(req);
  }

  async function servePage({ res, method, own }: Exchange, path: string): Promise<void> {
    const page = await pages.find(path);
    if (page === undefined) throw new DomainError("route-not-found", "There is nothing at this path");
    if (!isRead(method)) throw methodNotAllowed(["GET", "HEAD"]);
    await reply(res, page, own);
  }

  async function refuse(exchange: Exchange, error: unknown): Promise<void> {
    const { req, res, headers, traceId, own, understood } = exchange;
    if (exchange.failure !== undefined) return;
    if (res.headersSent || res.destroyed || !req.socket.writable) return void res.destroy();
    exchange.failure = error;
    const response = problemResponse(error, { instance: instanceOf(req.url ?? "/"), traceId });
    // Where a next request would begin cannot be told here; nor where a client waits for leave to send its body, since
    // without it, it may send the body or not.
    if (!understood || expectsContinue(headers)) res.shouldKeepAlive = false;
    await reply(res, response, own);
    discard(req);
  }

  function finish(exchange: Exchange, startedMs: number): void {
    exchange.finished = true;
    const { res, method, traceId, route, subject, failure } = exchange;
    const durationMs = performance.now() - startedMs;
    const status = res.headersSent ? res.statusCode : CLIENT_GONE;
    const fields = { traceId, method, route: route?.pattern ?? "none", status, durationMs };
    if (REFUSED_ACCESS.has(status)) log.info("access refused", { ...fields, ...(subject && { userId: subject }) });
    else if (status < 500 || (route === undefined && failure === undefined)) log.debug("request served", fields);
    else if (status === 500 && failure !== undefined) log.error("request met a defect", { ...fields, error: failure });
    else log.warn("request failed", { ...fields, error: failure });
    if (route === undefined) return;
    metrics.httpServerDuration.observe({
      http_request_method: methodName(method),
      http_route: route.pattern,
      http_response_status_code: status,
    }, durationMs / 1_000);
  }

  return (req, res) => {
    const startedMs = performance.now();
    const headers = readHeaders(req.rawHeaders);
    const traceparent = traceparentOf(requestSpan(res)) ?? traceparentOr(headers.traceparent);
    const traceId = traceIdOf(traceparent) ?? "";
    const exchange: Exchange = {
      req,
      res,
      method: req.method ?? "",
      headers,
      traceparent,
      traceId,
      own: { ...ownHeaders(headers.origin), "x-request-id": traceId },
      understood: false,
      route: undefined,
      subject: undefined,
      failure: undefined,
      finished: false,
    };
    res.once("close", () => finish(exchange, startedMs));
    serve(exchange).catch((error) => refuse(exchange, error));
    return (error) => {
      exchange.understood = false;
      refuse(exchange, error);
    };
  };
}

/** For metrics and spans, whose labels come from closed lists. */
function methodName(method: string): string {
  return METHODS.includes(method) ? method : "_OTHER";
}

/** The path, also where it is what was wrong, but for what may be somebody's name. */
function instanceOf(url: string): string {
  return url.startsWith("/") ? withoutStrangeWords(url.replace(/[?#].*$/s, ""), PATH_WORDS) : "/";
}

function expectsContinue({ expect }: RequestHeaders): boolean {
  return expect?.toLowerCase() === "100-continue";
}
