import { DomainError, unavailable } from "@pms/lib/errors";
import { Abandoned, createBreaker, DEADLINE_HEADER } from "@pms/lib/service";
import { type Logger, type Metrics, openSpan, tracedFetch } from "@pms/lib/telemetry";
import type { Buffer } from "node:buffer";
import type { ServerResponse } from "node:http";
import type { Dispatcher } from "undici";
import type { Config } from "../config.ts";
import { isRead } from "./methods.ts";
import type { OwnHeaders } from "./own_headers.ts";
import { createReplicas, type Replica, type ReplicasOptions } from "./replicas.ts";
import { createRetryBudget } from "./retries.ts";
import type { UpstreamName } from "./routes.ts";

/** A request as it goes to an upstream, and where its answer goes. */
export interface Forwarding {
  readonly method: string;
  readonly target: string;
  /** Names and values by turns. */
  readonly headers: readonly string[];
  readonly traceparent: string;
  readonly body: Buffer | undefined;
  /** What the gateway adds to the answer. */
  readonly own: OwnHeaders;
  readonly res: ServerResponse;
  /** Called at most once, and only while nothing of an answer was sent. */
  readonly refuse: (error: unknown) => void;
}

/** One of the services behind the gateway. */
export interface Upstream extends AsyncDisposable {
  readonly name: UpstreamName;
  ready(): Promise<boolean>;
  /** Streams the upstream's answer to the client as fast as the client takes it. */
  forward(forwarding: Forwarding): void;
}

export interface Upstreams extends AsyncDisposable {
  readonly all: readonly Upstream[];
  of(name: UpstreamName): Upstream;
}

export type UpstreamLimits = Pick<
  Config,
  | "UPSTREAM_REQUESTS_MAX"
  | "UPSTREAM_CONNECT_TIMEOUT_MS"
  | "UPSTREAM_HEADERS_TIMEOUT_MS"
  | "UPSTREAM_BODY_TIMEOUT_MS"
  | "UPSTREAM_LOOKUP_EVERY_MS"
>;

export interface UpstreamTools {
  readonly log: Logger;
  readonly metrics: Pick<Metrics, "circuitBreakerState">;
  /** All addresses of a name; unset: by DNS. */
  readonly resolve?: ReplicasOptions["resolve"];
}

interface UpstreamParts extends UpstreamTools {
  readonly limits: UpstreamLimits;
}

export function createUpstreams(
  config: UpstreamLimits & Pick<Config, "AUTH_URL" | "PATIENT_URL" | "BILLING_URL" | "ANALYTICS_URL">,
  { log, metrics, resolve }: UpstreamTools,
): Upstreams {
  const parts = { limits: config, log, metrics, resolve };
  const upstreams: Readonly<Record<UpstreamName, Upstream>> = {
    auth: createUpstream("auth", config.AUTH_URL, parts),
    patient: createUpstream("patient", config.PATIENT_URL, parts),
    billing: createUpstream("billing", config.BILLING_URL, parts),
    analytics: createUpstream("analytics", config.ANALYTICS_URL, parts),
  };
  const all = Object.values(upstreams);
  return {
    all,
    of: (name) => upstreams[name],
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((upstream) => upstream[Symbol.asyncDispose]()));
    },
  };
}

const READY_DEADLINE_MS = 1_000;
/** Services do not close idle connections, so this only says how soon an unused one goes. */
const IDLE_MS = 10_000;
/** A retry waits a little, and not as long as its neighbours: together they would meet the same full queue again. */
const RETRY_AFTER_MS_MAX = 50;

/** Why an exchange was given up on our side: the client does not wait for it any more. */
const clientGone = new Error("The client went away");
const abandoned = new Abandoned(clientGone);

function createUpstream(name: UpstreamName, url: string, { limits, log, metrics, resolve }: UpstreamParts): Upstream {
  const replicas = createReplicas({
    log,
    resolve,
    url,
    lookupEveryMs: limits.UPSTREAM_LOOKUP_EVERY_MS,
    pool: {
      connections: limits.UPSTREAM_REQUESTS_MAX,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: IDLE_MS,
      connect: { timeout: limits.UPSTREAM_CONNECT_TIMEOUT_MS },
      headersTimeout: limits.UPSTREAM_HEADERS_TIMEOUT_MS,
      bodyTimeout: limits.UPSTREAM_BODY_TIMEOUT_MS,
    },
  });
  const budget = createRetryBudget();
  const what = `The ${name} service`;
  const isNoAnswer = (error: unknown) => error instanceof DomainError;
  const breaker = createBreaker({ upstream: name, what, isNoAnswer, metrics });
  let underWay = 0;

  function forward(forwarding: Forwarding): void {
    if (underWay >= limits.UPSTREAM_REQUESTS_MAX) return forwarding.refuse(overloaded(what));
    breaker.run(() => exchange(forwarding)).catch(forwarding.refuse);
  }

  /** Resolves when an answer begins, and rejects when there will be none. */
  function exchange({ method, target, headers, traceparent, body, own, res }: Forwarding): Promise<void> {
    const startedMs = performance.now();
    const answered = Promise.withResolvers<void>();
    underWay++;
    budget.earn();
    let mayRetry = isRead(method);
    const unreachable: Replica[] = [];
    let current: Dispatcher.DispatchController | undefined;
    let gone = false;
    let retry: ReturnType<typeof setTimeout> | undefined;
    res.once("close", () => {
      underWay--;
      gone = true;
      clearTimeout(retry);
      if (!res.writableFinished) {
        current?.abort(clientGone);
        answered.reject(abandoned);
      }
      current = undefined; // It holds all of undici's request; letting go of it saves a twelfth of the CPU time in GC.
    });

    function attempt(replica = replicas.next(), leftMs = limits.UPSTREAM_HEADERS_TIMEOUT_MS): void {
      if (replica === undefined) return answered.reject(unavailable(what));
      let begun = false;
      let bytesLeft = Infinity;
      const span = openSpan(() => ({
        name: `${method} ${name}`,
        kind: "client",
        attribute: ["peer.service", name],
        parent: traceparent,
      }));
      replica.pool.dispatch({
        method,
        path: target,
        headers: [...headers, "traceparent", span?.traceparent ?? traceparent, DEADLINE_HEADER, String(leftMs)],
        body: body ?? null,
        headersTimeout: leftMs,
      }, {
        onRequestStart(controller) {
          current = controller;
          if (gone) controller.abort(clientGone);
        },
        onResponseStart(_controller, status, received) {
          if (status < 200) return; // Interim answers are between neighbours.
          begun = true;
          answered.resolve();
          const length = received["content-length"];
          if (typeof length === "string") bytesLeft = Number(length);
          res.writeHead(status, answerHeaders(received, own));
        },
        onResponseData(controller, chunk) {
          bytesLeft -= chunk.byteLength;
          // Ending with the last chunk lets head and body of a small answer leave together.
          if (bytesLeft === 0) return void res.end(chunk);
          if (res.write(chunk)) return;
          controller.pause();
          res.once("drain", () => controller.resume());
        },
        onResponseEnd() {
          span?.end();
          if (!res.writableEnded) res.end();
        },
        onResponseError(_controller, error) {
          span?.end(true);
          if (gone) return;
          if (begun) return void res.destroy(); // Cut short, so that nobody takes a part for the whole.
          if (isNoConnection(error)) {
            // Nothing was sent, so another replica may take what is no read as well.
            replica.refused();
            unreachable.push(replica);
            const other = replicas.next(unreachable);
            if (other !== undefined) return attempt(other, leftMsSince(startedMs));
          }
          if (mayRetry && isConnectionLoss(error) && budget.spend()) {
            mayRetry = false;
            retry = setTimeout(
              () => attempt(replicas.next(), leftMsSince(startedMs)),
              Math.random() * RETRY_AFTER_MS_MAX,
            );
          } else {
            answered.reject(isDefect(error) ? error : unavailable(what, error));
          }
        },
      });
    }
    attempt();
    return answered.promise;
  }

  /** A second attempt has only what the first one left: the client waits no longer for it. */
  function leftMsSince(startedMs: number): number {
    return Math.max(1, Math.ceil(limits.UPSTREAM_HEADERS_TIMEOUT_MS - (performance.now() - startedMs)));
  }

  return {
    name,
    forward,
    ready: async () => {
      const signal = AbortSignal.timeout(READY_DEADLINE_MS);
      const response = await tracedFetch(`${url}/readyz`, { redirect: "manual", signal });
      await response.body?.cancel();
      return response.ok;
    },
    [Symbol.asyncDispose]: () => replicas[Symbol.asyncDispose](),
  };
}

/** Headers that concern one connection only (RFC 9110, section 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

type Received = Readonly<Record<string, string | string[] | undefined>>;

function answerHeaders(received: Received, own: OwnHeaders): Record<string, string | string[]> {
  const named = received["connection"] === undefined
    ? []
    : String(received["connection"]).toLowerCase().split(/[\s,]+/);
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(received)) {
    if (value !== undefined && !HOP_BY_HOP.has(name) && !named.includes(name)) headers[name] = value;
  }
  return Object.assign(headers, own);
}

const NO_CONNECTIONS: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Nobody took the connection. */
function isNoConnection(error: Error): boolean {
  return NO_CONNECTIONS.has(codeOf(error) ?? "");
}

const LOSSES: ReadonlySet<string> = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/** The connection was refused or broke: the service may just be starting again. */
function isConnectionLoss(error: Error): boolean {
  return LOSSES.has(codeOf(error) ?? "");
}

/** Errors of the network have a code; what has none, or says that we asked wrongly, is our own fault. */
function isDefect(error: Error): boolean {
  const code = codeOf(error);
  return code === undefined || code === "UND_ERR_INVALID_ARG";
}

function codeOf(error: Error): string | undefined {
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? code : undefined;
}

function overloaded(what: string): DomainError {
  return new DomainError("unavailable", `${what} has as much to do as it can take at the moment`, {
    headers: { "retry-after": "1" },
  });
}
