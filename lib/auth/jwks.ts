import { createLocalJWKSet, errors, type JWK, type JWTVerifyGetKey } from "jose";
import { unavailable } from "../errors.ts";
import { rest } from "../service/deadline.ts";
import { tracedFetch } from "../telemetry/mod.ts";

/** Finds the public key that a token's header names. */
export type TokenKeys = JWTVerifyGetKey;

/** Auth's public keys, fetched and kept: auth being away must not end tokens that it gave out. */
export interface Jwks extends AsyncDisposable {
  readonly find: TokenKeys;
  /** Whether keys are at hand. Once they are, they stay. */
  ready(): boolean;
}

const DEADLINE_MS = 2_000;
/** How old keys may be: auth publishes a new one for longer than this before it signs with it. */
export const JWKS_REFRESH_MS = 5 * 60_000;
const FIRST_RETRY_MS = 200;
/** An unknown key id leads to a new fetch, but not more often than this, also where fetches fail: strangers invent ids. */
const UNKNOWN_KEY_PAUSE_MS = 5_000;

/** Keys at hand, read anew for each token that is not known yet. */
export function localKeys(published: () => readonly JWK[]): TokenKeys {
  return (header, token) => createLocalJWKSet({ keys: [...published()] })(header, token);
}

export function createJwks(url: string): Jwks {
  const stop = new AbortController();
  let keys: TokenKeys | undefined;
  let pending: Promise<void> | undefined;
  let askedAtMs = -Infinity;

  async function fetchKeys(): Promise<void> {
    const response = await tracedFetch(url, {
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(DEADLINE_MS)]),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`auth answered ${response.status}`);
    keys = createLocalJWKSet(body as { keys: JWK[] }); // It throws when it is no key set.
  }

  /** One fetch at a time, for all who wait for it. A failed one leaves the keys as they are. */
  function refresh(): Promise<void> {
    if (pending !== undefined) return pending;
    askedAtMs = performance.now();
    return pending = fetchKeys().catch(() => undefined).finally(() => pending = undefined);
  }

  const keepingFresh = (async () => {
    while (!stop.signal.aborted) {
      await refresh();
      await rest(keys === undefined ? FIRST_RETRY_MS : JWKS_REFRESH_MS, stop.signal);
    }
  })();

  return {
    ready: () => keys !== undefined,
    find: async (header, token) => {
      if (keys === undefined) await pending;
      if (keys === undefined) throw unavailable("The keys that tokens are checked with");
      try {
        return await keys(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        if (pending === undefined && performance.now() < askedAtMs + UNKNOWN_KEY_PAUSE_MS) throw error;
        await refresh();
        return await keys(header, token);
      }
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await keepingFresh;
    },
  };
}
