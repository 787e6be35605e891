import type { Query } from "@pms/lib/db";
import { rest } from "@pms/lib/service";
import { countAllRegistrations, countPatients } from "../sql/counts.ts";
import type { Register, Totals } from "./register.ts";

const PAUSE_MS = 200;

export interface Agreement {
  readonly agrees: boolean;
  readonly counted: Totals;
  readonly register: Totals;
}

/**
 * Compares the counts with the register's own. While patients are registered the two are read at different moments, so
 * the counts agree when they are between the least and the most that the register said since the comparison began: on
 * a quiet system that is one number. Gives up after `deadlineMs`.
 */
export async function compareTotals(
  query: Query,
  register: Pick<Register, "count">,
  deadlineMs: number,
): Promise<Agreement> {
  const untilMs = performance.now() + deadlineMs;
  let least: Totals = { registered: Infinity, live: Infinity };
  let most: Totals = { registered: -Infinity, live: -Infinity };
  for (;;) {
    const said = await register.count();
    least = each(Math.min, least, said);
    most = each(Math.max, most, said);
    const counted = { registered: await countAllRegistrations(query), live: await countPatients(query) };
    const agrees = isWithin(counted.registered, least.registered, most.registered) &&
      isWithin(counted.live, least.live, most.live);
    if (agrees || performance.now() > untilMs) return { agrees, counted, register: said };
    await rest(PAUSE_MS, new AbortController().signal);
  }
}

function each(choose: (...values: number[]) => number, one: Totals, other: Totals): Totals {
  return { registered: choose(one.registered, other.registered), live: choose(one.live, other.live) };
}

function isWithin(value: number, least: number, most: number): boolean {
  return least <= value && value <= most;
}
