import { createLocalJWKSet, errors, type JWK, type JWTVerifyGetKey } from "jose";
import { unavailable } from "../errors.ts";
import { rest } from "../service/deadline.ts";
import { type Logger, tracedFetch } from "../telemetry/mod.ts";

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

export function createJwks(url: string, log: Logger): Jwks {
  const stop = new AbortController();
  let keys: TokenKeys | undefined;
  let pending: Promise<void> | undefined;
  let askedAtMs = -Infinity;
  let failed = false;

  async function fetchKeys(): Promise<void> {
    const response = await tracedFetch(url, {
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(DEADLINE_MS)]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw Object.assign(new Error("auth gave no keys"), { code: `HTTP ${response.status}` });
    }
    const body: unknown = await response.json();
    keys = createLocalJWKSet(body as { keys: JWK[] }); // It throws when it is no key set.
    if (failed) log.info("keys arrive");
    failed = false;
  }

  /** Says so once, however often it is tried: the first tries are 200 ms apart. */
  function noteFailure(error: unknown): void {
    if (failed || stop.signal.aborted) return;
    log.warn("keys do not arrive", { error });
    failed = true;
  }

  /** One fetch at a time, for all who wait for it. A failed one leaves the keys as they are. */
  function refresh(): Promise<void> {
    if (pending !== undefined) return pending;
    askedAtMs = performance.now();
    return pending = fetchKeys().catch(noteFailure).finally(() => pending = undefined);
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
