import { unavailable } from "../errors.ts";
import { tracedFetch } from "../telemetry/mod.ts";

/** A service's own access token, for the metadata of its gRPC calls. */
export interface ServiceTokens {
  /** A token that is good for some time yet. */
  get(): Promise<string>;
  /** Says that a token was refused: the next one is a new one. */
  discard(token: string): void;
}

const DEADLINE_MS = 2_000;
/** Renewed this long before it expires, or at half of a shorter life, so that no call starts with a token about to die. */
const RENEW_BEFORE_MS = 60_000;

/** OAuth 2.0 client credentials (RFC 6749, section 4.4), one request at a time, kept until shortly before expiry. */
export function createServiceTokens(options: {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}): ServiceTokens {
  // Times on the clock of performance.now(): auth says how long a token is good, not until when.
  let current = { token: "", renewAtMs: 0, expiresAtMs: 0 };
  let pending: Promise<string> | undefined;
  // Each half is form-encoded (RFC 6749, section 2.3.1).
  const credentials = [options.clientId, options.clientSecret].map(encodeURIComponent).join(":");

  async function renew(): Promise<string> {
    const response = await tracedFetch(options.tokenUrl, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(credentials)}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const answer: unknown = await response.json();
    if (!response.ok || !isTokenAnswer(answer)) throw new Error(`auth answered ${response.status}`);
    const lifeMs = answer.expires_in * 1_000;
    const nowMs = performance.now();
    current = {
      token: answer.access_token,
      renewAtMs: nowMs + Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs / 2),
      expiresAtMs: nowMs + lifeMs,
    };
    return current.token;
  }

  return {
    get: async () => {
      if (performance.now() < current.renewAtMs) return current.token;
      pending ??= renew().finally(() => pending = undefined);
      try {
        return await pending;
      } catch (error) {
        if (performance.now() < current.expiresAtMs) return current.token; // Auth is away; what it gave out stays good.
        throw unavailable("The auth service", error);
      }
    },
    discard: (token) => {
      if (token === current.token) current = { token: "", renewAtMs: 0, expiresAtMs: 0 };
    },
  };
}

function isTokenAnswer(answer: unknown): answer is { access_token: string; expires_in: number } {
  return typeof answer === "object" && answer !== null &&
    "access_token" in answer && typeof answer.access_token === "string" &&
    "expires_in" in answer && typeof answer.expires_in === "number";
}
