import { DomainError } from "@pms/lib/errors";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { OwnHeaders } from "./own_headers.ts";

/**
 * Counts a request of an account, and says what is left to it in `RateLimit` headers
 * (draft-ietf-httpapi-ratelimit-headers-10). Rejects with `too-many-requests` when it had its share of this second.
 */
export type RequestLimit = (subject: string) => Promise<OwnHeaders>;

/** The same for everybody, in memory: each gateway counts for itself. 0 is no limit. */
export function createRequestLimit(perSecondMax: number): RequestLimit {
  if (perSecondMax === 0) return () => Promise.resolve(NOTHING);
  const policy = `"account";q=${perSecondMax};w=1`;
  const left = (state: RateLimiterRes): OwnHeaders => ({
    "ratelimit-policy": policy,
    "ratelimit": `"account";r=${state.remainingPoints};t=${seconds(state)}`,
  });
  const limiter = new RateLimiterMemory({ points: perSecondMax, duration: 1 });
  return async (subject) => {
    try {
      return left(await limiter.consume(subject));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new DomainError("too-many-requests", `An account may make ${perSecondMax} requests a second`, {
        headers: { "retry-after": String(Math.max(1, seconds(error))), ...left(error) },
      });
    }
  };
}

const NOTHING: OwnHeaders = {};

function seconds({ msBeforeNext }: RateLimiterRes): number {
  return Math.ceil(msBeforeNext / 1_000);
}
