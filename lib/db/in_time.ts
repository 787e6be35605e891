import { callContext, remainingMs } from "../service/mod.ts";
import { databaseUnavailable } from "./failure.ts";

/** A statement whose answer somebody waits for. */
interface Wait {
  /** By `performance.now()`. */
  readonly endsAtMs: number;
  /** Begins to mind whether whoever wants it has gone away. */
  look(): void;
  fail(): void;
}

/**
 * Nearly every statement has ended before it is looked at; and one timer for all of them costs less than one for each,
 * which would be most of what the deadline costs.
 */
const LOOK_EVERY_MS = 50;
const waits = new Set<Wait>();
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * What the server answers, or `unavailable` once the time is up, 50 ms more or less, or whoever wanted it has gone
 * away. Then `giveUp` is called, since the statement is still waiting or running.
 */
export function inTime<T>(pending: Promise<T>, deadlineMs: number, giveUp: () => void): Promise<T> {
  const caller = callContext();
  const msMax = Math.min(deadlineMs, remainingMs());
  if (msMax <= 0) {
    giveUp();
    return Promise.reject(databaseUnavailable());
  }
  return new Promise((resolve, reject) => {
    let signal: AbortSignal | undefined;
    const wait: Wait = {
      endsAtMs: performance.now() + msMax,
      look: () => {
        if (signal !== undefined || caller === undefined) return;
        signal = caller.signal();
        if (signal.aborted) wait.fail();
        else signal.addEventListener("abort", wait.fail);
      },
      fail: () => {
        end();
        giveUp();
        reject(databaseUnavailable());
      },
    };
    const end = () => {
      leave(wait);
      signal?.removeEventListener("abort", wait.fail);
    };
    join(wait);
    pending.then((answer) => {
      end();
      resolve(answer);
    }, (error) => {
      end();
      reject(error);
    });
  });
}

function join(wait: Wait): void {
  waits.add(wait);
  timer ??= setTimeout(lookAround, Math.min(LOOK_EVERY_MS, wait.endsAtMs - performance.now()));
}

function leave(wait: Wait): void {
  waits.delete(wait);
  if (waits.size > 0) return;
  clearTimeout(timer);
  timer = undefined;
}

function lookAround(): void {
  timer = setTimeout(lookAround, LOOK_EVERY_MS);
  const nowMs = performance.now();
  for (const wait of waits) {
    if (wait.endsAtMs <= nowMs) wait.fail();
    else wait.look();
  }
}
