import { callContext, remainingMs } from "../service/mod.ts";
import { databaseUnavailable } from "./failure.ts";

/** Nearly every statement has ended by then; only for the others it is worth to look whether anybody waits for them. */
const LOOK_AFTER_MS = 50;

/**
 * What the server answers, or `unavailable` once the time is up or whoever wanted it has gone away. Then `giveUp` is
 * called, since the statement is still waiting or running.
 */
export async function inTime<T>(pending: Promise<T>, deadlineMs: number, giveUp: () => void): Promise<T> {
  const caller = callContext();
  const msMax = Math.min(deadlineMs, remainingMs());
  if (msMax <= 0) {
    giveUp();
    throw databaseUnavailable();
  }
  const given = Promise.withResolvers<never>();
  const fail = () => {
    giveUp();
    given.reject(databaseUnavailable());
  };
  let signal: AbortSignal | undefined;
  let timer = setTimeout(look, Math.min(msMax, LOOK_AFTER_MS));

  function look(): void {
    if (msMax <= LOOK_AFTER_MS) return fail();
    timer = setTimeout(fail, msMax - LOOK_AFTER_MS);
    signal = caller?.signal();
    if (signal?.aborted) fail();
    else signal?.addEventListener("abort", fail);
  }

  try {
    return await Promise.race([pending, given.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", fail);
  }
}
