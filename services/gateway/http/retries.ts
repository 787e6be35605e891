/** How many retries may be saved up, so that the first requests after a restart of the upstream find some. */
const SAVED_MAX = 10;
const PER_REQUEST = 0.05;

/** Retries in proportion to requests: in trouble an upstream gets at most a tenth more of them, not twice as many. */
export interface RetryBudget {
  /** Each request earns a twentieth of a retry. */
  earn(): void;
  /** Whether one retry is left; if so it is spent. */
  spend(): boolean;
}

export function createRetryBudget(): RetryBudget {
  let saved = SAVED_MAX;
  return {
    earn: () => void (saved = Math.min(SAVED_MAX, saved + PER_REQUEST)),
    spend: () => {
      if (saved < 1) return false;
      saved--;
      return true;
    },
  };
}
