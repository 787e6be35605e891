import { DomainError } from "@pms/lib/errors";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Counts a request of an account. Rejects with `too-many-requests` when it had its share of this second. */
export type RequestLimit = (subject: string) => Promise<void>;

/** The same for everybody, in memory: each gateway counts for itself. 0 is no limit. */
export function createRequestLimit(perSecondMax: number): RequestLimit {
  if (perSecondMax === 0) return () => Promise.resolve();
  const limiter = new RateLimiterMemory({ points: perSecondMax, duration: 1 });
  return async (subject) => {
    try {
      await limiter.consume(subject);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new DomainError("too-many-requests", `An account may make ${perSecondMax} requests a second`, {
        headers: { "retry-after": String(Math.max(1, Math.ceil(error.msBeforeNext / 1_000))) },
      });
    }
  };
}
