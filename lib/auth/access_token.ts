import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWK,
  jwtVerify,
  type JWTVerifyGetKey,
} from "jose";
import { LRUCache } from "lru-cache";
import { DomainError, unavailable } from "../errors.ts";
import { rest } from "../service/deadline.ts";
import { tracedFetch } from "../telemetry/mod.ts";

/** `iss` and `aud` of every access token of this system. */
export const ISSUER = "patient-management";
export const AUDIENCE = "patient-management-api";
/** RFC 9068: the `typ` that tells an access token from any other JWT signed with the same keys. */
export const ACCESS_TOKEN_TYPE = "at+jwt";
export const ALGORITHM = "EdDSA";

/** How far the clocks of two machines may lie apart. */
const CLOCK_SKEW_S = 5;
const CACHED_TOKENS_MAX = 10_000;
const TOKEN_LENGTH_MAX = 4_096;
const KEYS_DEADLINE_MS = 2_000;
const KEYS_REFRESH_MS = 5 * 60_000;
/** An unknown `kid` leads to a new fetch, but not more often than this: strangers can invent key ids. */
const KEYS_COOLDOWN_MS = 5_000;

/** Who calls, and what they may do. */
export interface Caller {
  /** `sub`: a staff account's id, or `service:<name>`. */
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
  /** `sid`: the session behind the token; programs have none. */
  readonly sessionId?: string;
  /** `exp`, in milliseconds since 1970. */
  readonly expiresAtMs: number;
}

export interface Verifier extends AsyncDisposable {
  /** The caller behind a token. Rejects with `unauthenticated`, or `unavailable` while no keys were ever had. */
  verify(token: string): Caller | Promise<Caller>;
  /** Whether keys are at hand. Once they are, they stay, also when auth goes away. */
  ready(): boolean;
}

/** Verifies offline against auth's public keys, fetched from `jwksUrl` and kept. */
export function createVerifier(options: { readonly jwksUrl: string }): Verifier {
  const stop = new AbortController();
  const keys = createRemoteJWKSet(new URL(options.jwksUrl), {
    timeoutDuration: KEYS_DEADLINE_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
    cacheMaxAge: Infinity, // Auth being away must not end tokens that it gave out.
    [customFetch]: (url, init) => tracedFetch(url, { ...init, signal: AbortSignal.any([init.signal, stop.signal]) }),
  });
  const refreshing = keepFresh(keys, stop.signal);
  const verify = createTokenCheck(keys);
  return {
    verify: (token) => verify(token),
    ready: () => keys.jwks() !== undefined,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await refreshing;
    },
  };
}

/** Finds the public key that a token's header names. */
export type TokenKeys = JWTVerifyGetKey;

/** Keys at hand, read anew for each token that is not known yet. */
export function localKeys(published: () => readonly JWK[]): TokenKeys {
  return (header, token) => createLocalJWKSet({ keys: [...published()] })(header, token);
}

/** The check itself, with whatever holds the keys: auth uses its own, everybody else auth's published ones. */
export function createTokenCheck(keys: TokenKeys): (token: string) => Caller | Promise<Caller> {
  const known = new LRUCache<string, Caller>({ max: CACHED_TOKENS_MAX });
  return (token) => {
    const caller = known.get(token);
    if (caller === undefined) return verifySignature(token, keys, known);
    if (isCurrent(caller)) return caller;
    known.delete(token);
    throw unauthenticated("The access token has expired");
  };
}

async function verifySignature(token: string, keys: TokenKeys, known: LRUCache<string, Caller>): Promise<Caller> {
  if (token.length > TOKEN_LENGTH_MAX) throw unauthenticated("The access token is not valid");
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [ALGORITHM],
      typ: ACCESS_TOKEN_TYPE,
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ["sub", "exp", "iat", "jti", "scope"],
      clockTolerance: CLOCK_SKEW_S,
    });
    const scope = typeof payload["scope"] === "string" ? payload["scope"] : "";
    const caller: Caller = {
      subject: payload.sub ?? "",
      scopes: new Set(scope.split(" ").filter((word) => word !== "")),
      ...(typeof payload["sid"] === "string" && { sessionId: payload["sid"] }),
      expiresAtMs: (payload.exp ?? 0) * 1_000,
    };
    if (isCurrent(caller)) known.set(token, caller);
    return caller;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthenticated("The access token has expired");
    if (error instanceof errors.JOSEError && !KEYS_FAILURES.has(error.code)) {
      throw unauthenticated("The access token is not valid");
    }
    throw unavailable("The keys that tokens are checked with", error);
  }
}

function isCurrent({ expiresAtMs }: Caller): boolean {
  return expiresAtMs + CLOCK_SKEW_S * 1_000 > Date.now();
}

/** What jose says when the keys are at fault and not the token; an answer other than 200 is its plain base class. */
const KEYS_FAILURES: ReadonlySet<string> = new Set([
  errors.JOSEError.code,
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
]);

export function unauthenticated(message: string): DomainError {
  const parameters = message.startsWith("No ") ? "" : ', error="invalid_token"'; // RFC 6750, section 3.1
  return new DomainError("unauthenticated", message, {
    headers: { "www-authenticate": `Bearer realm="patient-management"${parameters}` },
  });
}

async function keepFresh(keys: ReturnType<typeof createRemoteJWKSet>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // Auth may be away: what is at hand stays good, and nothing at hand is tried again soon.
    await keys.reload().catch(() => undefined);
    await rest(keys.jwks() === undefined ? 200 : KEYS_REFRESH_MS, signal);
  }
}
