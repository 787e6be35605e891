import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen, isBrokenCircuitError } from "cockatiel";
import { unavailable } from "../errors.ts";
import type { Metrics } from "../telemetry/mod.ts";

export interface BreakerOptions {
  /** Its name in the metric: `billing`. */
  readonly upstream: string;
  /** What refusals call it: "The billing service". */
  readonly what: string;
  /** Whether a failed call says that there was no answer. Any answer, also a refusal, shows that somebody is there. */
  readonly isNoAnswer: (error: unknown) => boolean;
  readonly metrics: Pick<Metrics, "circuitBreakerState">;
}

/** Keeps calls away from an upstream that gives no answers, for its sake and for that of those who would wait. */
export interface Breaker {
  /** Makes the call, or rejects with `unavailable` at once while the circuit is open. */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** Whether calls are made as usual. */
  closed(): boolean;
}

/** What a call fails with of which nothing is to be learnt, since its caller left; the caller gets the failure in it. */
export class Abandoned extends Error {
  override readonly name = "Abandoned";

  constructor(readonly failure: unknown) {
    super("The caller did not wait for the answer");
  }
}

const FAILURES_IN_A_ROW = 5;
/** As long as `Retry-After` tells clients to wait. Then one call is let through to see. */
const OPEN_MS = 1_000;

const METRIC: Readonly<Record<CircuitState, number>> = {
  [CircuitState.Closed]: 0,
  [CircuitState.HalfOpen]: 1,
  [CircuitState.Open]: 2,
  [CircuitState.Isolated]: 2,
};

export function createBreaker({ upstream, what, isNoAnswer, metrics }: BreakerOptions): Breaker {
  const show = (state: CircuitState) => metrics.circuitBreakerState.set({ upstream }, METRIC[state]);
  const policy = circuitBreaker(
    // A probe that was given up has not shown that anybody is there.
    handleWhen((error) => error instanceof Abandoned ? policy.state === CircuitState.HalfOpen : isNoAnswer(error)),
    { halfOpenAfter: OPEN_MS, breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW) },
  );
  policy.onStateChange(show);
  show(policy.state);
  return {
    run: async (call) => {
      // The library would have us wait for the probe, which takes as long as a hung upstream is given.
      if (policy.state === CircuitState.HalfOpen) throw unavailable(what);
      try {
        return await policy.execute(call);
      } catch (error) {
        if (error instanceof Abandoned) throw error.failure;
        throw isBrokenCircuitError(error) ? unavailable(what, error) : error;
      }
    },
    closed: () => policy.state === CircuitState.Closed,
  };
}
