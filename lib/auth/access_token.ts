import { errors, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { DomainError, unavailable } from "../errors.ts";
import type { Logger } from "../telemetry/mod.ts";
import { createJwks, type TokenKeys } from "./jwks.ts";
import type { Revocations } from "./revocations.ts";
import { ACCESS_TOKEN_TYPE, ALGORITHM, isOurForm } from "./token_form.ts";

/** `iss` and `aud` of every access token of this system. */
export const ISSUER = "patient-management";
export const AUDIENCE = "patient-management-api";

/** How far the clocks of two machines may lie apart. */
export const CLOCK_SKEW_S = 5;
const CACHED_TOKENS_MAX = 10_000;
/** For so long a signature is not checked again. Then a key counts that is no longer published, such as one that leaked. */
const KNOWN_MS = 60_000;

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

/** Verifies offline against auth's public keys, fetched from `jwksUrl` and kept, and against what was revoked. */
export function createVerifier(
  { jwksUrl, revocations, log }: {
    readonly jwksUrl: string;
    readonly revocations?: Pick<Revocations, "has">;
    readonly log: Logger;
  },
): Verifier {
  const jwks = createJwks(jwksUrl, log);
  return {
    verify: createTokenCheck(jwks.find, revocations),
    ready: () => jwks.ready(),
    [Symbol.asyncDispose]: () => jwks[Symbol.asyncDispose](),
  };
}

const NONE: Pick<Revocations, "has"> = new Set<string>();

/** The check itself, with whatever holds the keys: auth uses its own, everybody else auth's published ones. */
export function createTokenCheck(
  keys: TokenKeys,
  revocations = NONE,
  knownMs = KNOWN_MS,
): (token: string) => Caller | Promise<Caller> {
  const known = new LRUCache<string, Known>({ max: CACHED_TOKENS_MAX });

  function admit(caller: Caller): Caller {
    if (caller.sessionId === undefined || !revocations.has(caller.sessionId)) return caller;
    throw unauthenticated("The session has ended");
  }

  return (token) => {
    const before = known.get(token);
    if (before !== undefined && Date.now() < before.expiresAtMs && performance.now() < before.checkAgainAtMs) {
      return admit(before.caller);
    }
    known.delete(token);
    return verifySignature(token, keys).then((caller) => {
      const expiresAtMs = caller.expiresAtMs + CLOCK_SKEW_S * 1_000;
      known.set(token, { caller, expiresAtMs, checkAgainAtMs: performance.now() + knownMs });
      return admit(caller);
    });
  };
}

interface Known {
  readonly caller: Caller;
  /** In milliseconds since 1970. */
  readonly expiresAtMs: number;
  /** On the clock of performance.now(). */
  readonly checkAgainAtMs: number;
}

/** RFC 9068, section 2.2; `sid` names the session. There is no other audience than ours, also not beside it. */
const Claims = z.object({
  aud: z.literal(AUDIENCE),
  sub: z.string().min(1),
  exp: z.int(),
  nbf: z.int(),
  iat: z.int(),
  jti: z.string().min(1),
  scope: z.string(),
  sid: z.string().min(1).optional(),
});

async function verifySignature(token: string, keys: TokenKeys): Promise<Caller> {
  if (!isOurForm(token)) throw notValid();
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [ALGORITHM],
      typ: ACCESS_TOKEN_TYPE,
      issuer: ISSUER,
      clockTolerance: CLOCK_SKEW_S,
    });
    const claims = Claims.safeParse(payload).data;
    if (claims === undefined) throw notValid();
    if (claims.iat > Date.now() / 1_000 + CLOCK_SKEW_S) throw notYet();
    return {
      subject: claims.sub,
      scopes: new Set(claims.scope.split(" ").filter((word) => word !== "")),
      ...(claims.sid !== undefined && { sessionId: claims.sid }),
      expiresAtMs: claims.exp * 1_000,
    };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    if (error instanceof errors.JWTExpired) throw unauthenticated("The access token has expired");
    if (error instanceof errors.JWTClaimValidationFailed && isEarly(error)) throw notYet();
    if (error instanceof errors.JOSEError) throw notValid();
    throw unavailable("The keys that tokens are checked with", error);
  }
}

/** Told apart: it is no fault of the token, but of somebody's clock. */
function notYet(): DomainError {
  return unauthenticated("The access token is not valid yet");
}

function isEarly({ claim, reason }: errors.JWTClaimValidationFailed): boolean {
  return claim === "nbf" && reason === "check_failed";
}

function notValid(): DomainError {
  return unauthenticated("The access token is not valid");
}

export function unauthenticated(message: string): DomainError {
  const parameters = message.startsWith("No ") ? "" : ', error="invalid_token"'; // RFC 6750, section 3.1
  return new DomainError("unauthenticated", message, {
    headers: { "www-authenticate": `Bearer realm="patient-management"${parameters}` },
  });
}
