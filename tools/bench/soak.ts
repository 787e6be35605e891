import { type Bench, compareReads, type Comparison, readLoad } from "./comparisons.ts";

/** Whether a read is as fast after a million as at first. */
export interface Soak {
  readonly reads: number;
  readonly first: Comparison;
  readonly last: Comparison;
}

/** Long enough for ten thousand requests and more. */
const ENDS_SECONDS = 4;
const BETWEEN_SECONDS = 10;

export async function measureSoak(bench: Bench, reads: number): Promise<Soak> {
  const short = { ...bench, seconds: Math.min(bench.seconds, ENDS_SECONDS) };
  const first = await compareReads(short);
  const load = { ...await readLoad(bench), seconds: BETWEEN_SECONDS };
  let done = first.system.requests;
  while (done < reads) done += (await bench.meter.measure("soak", load)).requests;
  return { reads: done, first, last: await compareReads(short) };
}
