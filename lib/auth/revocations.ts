/** The access tokens of one session are no longer good. */
export interface Revocation {
  /** `sid` of the tokens. */
  readonly sessionId: string;
  /** When the last of them has expired by itself, in milliseconds since 1970. */
  readonly forgetAtMs: number;
}

/** The sessions whose access tokens are no longer good: what each request is held against, one look-up. */
export interface Revocations {
  has(sessionId: string): boolean;
  add(revocations: Iterable<Revocation>): void;
}

/** How often those are dropped whose tokens have expired. */
const FORGET_EVERY_MS = 10_000;

/** Holds no more than what ended within the life of one access token. */
export function createRevocations(forgetEveryMs = FORGET_EVERY_MS): Revocations {
  const forgetAtMs = new Map<string, number>();
  let forgotAtMs = Date.now();
  return {
    has: (sessionId) => forgetAtMs.has(sessionId),
    add: (revocations) => {
      const nowMs = Date.now();
      for (const one of revocations) if (one.forgetAtMs > nowMs) forgetAtMs.set(one.sessionId, one.forgetAtMs);
      if (nowMs < forgotAtMs + forgetEveryMs) return;
      forgotAtMs = nowMs;
      for (const [sessionId, atMs] of forgetAtMs) if (atMs <= nowMs) forgetAtMs.delete(sessionId);
    },
  };
}
