const DEADLINE_MS = 15_000;
const POLL_MS = 20;

/** Waits until the check neither throws nor gives undefined or false, and resolves with its value: how a test waits. */
export async function eventually<T>(
  check: () => Promise<T> | T,
  options: { readonly deadlineMs?: number } = {},
): Promise<Exclude<T, undefined | false>> {
  const { deadlineMs = DEADLINE_MS } = options;
  const deadline = performance.now() + deadlineMs;
  let failure: unknown;
  do {
    const outcome = await within(deadline - performance.now(), check);
    if ("value" in outcome && outcome.value !== undefined && outcome.value !== false) {
      return outcome.value as Exclude<T, undefined | false>;
    }
    // A check that hangs says less than how it failed the time before.
    if ("error" in outcome) failure = outcome.error;
    else if ("value" in outcome) failure = new Error(`Still ${outcome.value} after ${deadlineMs} ms`);
    else failure ??= new Error(`No answer within ${deadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(POLL_MS, Math.max(0, deadline - performance.now()))));
  } while (performance.now() < deadline);
  throw failure;
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown } | { readonly late: true };

async function within<T>(ms: number, check: () => Promise<T> | T): Promise<Outcome<T>> {
  const late = Promise.withResolvers<Outcome<T>>();
  const timer = setTimeout(() => late.resolve({ late: true }), Math.max(0, ms));
  const answer = Promise.try(check).then((value) => ({ value }), (error: unknown) => ({ error }));
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
