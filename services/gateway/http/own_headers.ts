import type { Config } from "../config.ts";
import { METHODS } from "./methods.ts";

/** What the gateway says of its own accord in an answer, by header. */
export type OwnHeaders = Readonly<Record<string, string>>;

/** What every answer of the API carries: it is data, never a page, and its address is nobody else's business. */
const SECURITY: OwnHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
};

const PREFLIGHT_MAX_AGE_S = 600;
const SENT = "authorization, content-type, idempotency-key, if-match, if-none-match, traceparent";
const SHOWN = "etag, location, retry-after, ratelimit, ratelimit-policy, www-authenticate, x-request-id";

export interface OwnHeadersOf {
  /** For a request that comes from a page of this origin, or from no page. */
  (origin: string | undefined): OwnHeaders;
  /** What a browser may send from there, when it asks beforehand; undefined when there is nothing it may. */
  preflight(origin: string | undefined): OwnHeaders | undefined;
}

/**
 * Pages of other origins may read nothing unless CORS_ORIGINS names theirs (Fetch standard, CORS protocol). Credentials
 * are never allowed: a token is sent by the page itself, and there is nothing that a browser would add unasked.
 */
export function createOwnHeaders(
  { HSTS_MAX_AGE_S, CORS_ORIGINS }: Pick<Config, "HSTS_MAX_AGE_S" | "CORS_ORIGINS">,
): OwnHeadersOf {
  const origins = new Set(CORS_ORIGINS);
  const all: OwnHeaders = {
    ...SECURITY,
    ...(HSTS_MAX_AGE_S > 0 && { "strict-transport-security": `max-age=${HSTS_MAX_AGE_S}; includeSubDomains` }),
    ...(origins.size > 0 && { "vary": "origin" }),
  };
  const allows = (origin: string | undefined): origin is string => origin !== undefined && origins.has(origin);
  const readable = (origin: string): OwnHeaders => ({
    ...all,
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": origin,
  });
  const of = (origin: string | undefined): OwnHeaders =>
    allows(origin) ? { ...readable(origin), "access-control-expose-headers": SHOWN } : all;
  return Object.assign(of, {
    preflight: (origin: string | undefined): OwnHeaders | undefined =>
      allows(origin)
        ? {
          ...readable(origin),
          "access-control-allow-methods": METHODS.join(", "),
          "access-control-allow-headers": SENT,
          "access-control-max-age": String(PREFLIGHT_MAX_AGE_S),
        }
        : undefined,
  });
}
