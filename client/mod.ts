/** A typed client of the API, generated from its OpenAPI document, that signs in and stays signed in. */
import createFetchClient, { type Client as FetchClient } from "openapi-fetch";
import type { paths } from "./gen/api.d.ts";
import { createSession } from "./session.ts";

export type { components, paths } from "./gen/api.d.ts";

export interface ClientOptions {
  /** Of the gateway, such as `http://127.0.0.1:4004`. */
  readonly url: string;
  readonly email: string;
  readonly password: string;
  /** Ends what is under way, and everything later. */
  readonly signal?: AbortSignal;
  /** How long one exchange may take, its answer's body included. */
  readonly deadlineMs?: number;
  /** The clock that tokens grow old by, in milliseconds. */
  readonly now?: () => number;
}

/** `GET`, `POST` and so on, by path; disposing it ends its session. */
export type Client = FetchClient<paths, `${string}/${string}`> & AsyncDisposable;

const DEADLINE_MS = 15_000;
const END_DEADLINE_MS = 1_000;
/** Their answers do not depend on who is signed in, and a 401 of theirs is about what the caller sent. */
const PUBLIC = ["/auth/login", "/auth/refresh", "/auth/token"];

/**
 * Nothing is sent before the first call. Each call is sent once, and once more only where its token was refused: to try
 * again is up to the caller, who knows what may be repeated. It rejects when there was no answer, with a `TimeoutError`
 * after the deadline; where the session cannot be had, the call gets the answer that signing in got.
 */
export function createClient(options: ClientOptions): Client {
  const { email, password, signal, deadlineMs = DEADLINE_MS, now = Date.now } = options;
  const url = options.url.replace(/\/+$/, "");
  let ending = false;
  const send = (request: Request) =>
    ending ? exchange(request, END_DEADLINE_MS, undefined) : exchange(request, deadlineMs, signal);
  const session = createSession({ url, email, password, send, now });

  async function authorized(request: Request): Promise<Response> {
    if (PUBLIC.includes(new URL(request.url).pathname)) return await send(request);
    const token = await session.token();
    if (typeof token !== "string") return token;
    const again = request.clone();
    const response = await send(withToken(request, token));
    if (response.status !== 401) return response;

    session.refused(token);
    const other = await session.token().catch(() => undefined);
    if (typeof other !== "string") return response;
    return await send(withToken(again, other));
  }

  const client = createFetchClient<paths>({ baseUrl: url, fetch: authorized, redirect: "manual" });
  return Object.assign(client, {
    [Symbol.asyncDispose]: async () => {
      ending = true;
      // It ends by itself after a while; whoever is done need not wait for a server that is not there.
      await session.end().catch(() => undefined);
    },
  });
}

const NO_BODY = [204, 205, 304];

/** One request and all of its answer. */
async function exchange(request: Request, deadlineMs: number, signal: AbortSignal | undefined): Promise<Response> {
  // Not AbortSignal.timeout() and any(): theirs stay in memory until the deadline, and with the caller's signal.
  const ending = new AbortController();
  const end = (reason: unknown) => ending.abort(reason);
  const late = () => end(new DOMException(`There was no answer within ${deadlineMs} ms`, "TimeoutError"));
  const timer = setTimeout(late, deadlineMs);
  const sources = [request.signal, ...(signal === undefined ? [] : [signal])];
  const stops = sources.map((source) => {
    const stop = () => end(source.reason);
    if (source.aborted) stop();
    source.addEventListener("abort", stop);
    return () => source.removeEventListener("abort", stop);
  });
  try {
    const response = await fetch(request, { signal: ending.signal });
    const { status, headers } = response;
    return new Response(NO_BODY.includes(status) ? null : await response.arrayBuffer(), { status, headers });
  } finally {
    clearTimeout(timer);
    for (const stop of stops) stop();
  }
}

function withToken(request: Request, token: string): Request {
  request.headers.set("authorization", `Bearer ${token}`);
  return request;
}
