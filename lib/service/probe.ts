const DEADLINE_MS = 5_000;

/**
 * Asks the service that listens on this port of the same machine whether it may get work, and ends the process: with 0
 * if it may, with 1 and a word on why otherwise. A container without a shell is asked for its health like this.
 */
export async function probe(port: string | undefined): Promise<never> {
  try {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { redirect: "manual", signal });
    console.log(await response.text());
    Deno.exit(response.status === 200 ? 0 : 1);
  } catch (error) {
    console.log(error instanceof Error ? error.message : "no answer");
    Deno.exit(1);
  }
}
