import { AsyncLocalStorage } from "node:async_hooks";

/** Somebody for whom work is done: until when they wait for it, and whether they still do. */
export interface CallContext {
  /** By `performance.now()`; `Infinity` where they set no bound. */
  readonly endsAtMs: number;
  /** Aborts when they go away. Called only where it matters, since making a signal costs as much as a fast statement. */
  signal(): AbortSignal;
}

/**
 * What a request's work inherits without being handed it, as it does its trace: statements and calls out are made deep
 * inside, and one that forgot to pass it on would be one that nobody can end.
 */
const current = new AsyncLocalStorage<CallContext>();

/** Does the work for a caller: statements and calls that it makes end with the caller's patience. */
export function onBehalfOf<T>(context: CallContext, work: () => T): T {
  return current.run(context, work);
}

/** For whom we work at the moment; undefined where nobody waits, as in a relay. */
export function callContext(): CallContext | undefined {
  return current.getStore();
}

/** How long the caller still waits, in milliseconds; 0 when it does no longer, `Infinity` when there is none. */
export function remainingMs(): number {
  const context = current.getStore();
  return context === undefined ? Infinity : Math.max(0, context.endsAtMs - performance.now());
}

/** How long the sender of a request will wait for the answer, in whole milliseconds from now. Between services only. */
export const DEADLINE_HEADER = "x-deadline-ms";

const MILLISECONDS = /^\d{1,7}$/;

/** When the patience ends that a header tells of. What is no such number sets no bound. */
export function endOf(header: string | null | undefined): number {
  return header != null && MILLISECONDS.test(header) ? performance.now() + Number(header) : Infinity;
}
