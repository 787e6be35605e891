/** The access tokens of one session are no longer good. */
export interface Revocation {
  /** `sid` of the tokens. */
  readonly sessionId: string;
  /** For how long one of them may still be good; a duration, since clocks differ. */
  readonly keepMs: number;
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
  /** By session, on the clock of performance.now(). */
  const forgetAtMs = new Map<string, number>();
  let forgotAtMs = performance.now();
  return {
    has: (sessionId) => forgetAtMs.has(sessionId),
    add: (revocations) => {
      const nowMs = performance.now();
      for (const { sessionId, keepMs } of revocations) if (keepMs > 0) forgetAtMs.set(sessionId, nowMs + keepMs);
      if (nowMs < forgotAtMs + forgetEveryMs) return;
      forgotAtMs = nowMs;
      for (const [sessionId, atMs] of forgetAtMs) if (atMs <= nowMs) forgetAtMs.delete(sessionId);
    },
  };
}
