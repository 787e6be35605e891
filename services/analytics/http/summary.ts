import type { Query } from "@pms/lib/db";
import type { LagReader } from "@pms/lib/events";
import { answer, type Endpoint, endpoint } from "@pms/lib/http";
import { z } from "@pms/lib/schema";
import { withDeadline } from "@pms/lib/service";
import { startAfter, startOf, startOfLast } from "../domain/interval.ts";
import { timeZone } from "../domain/time_zone.ts";
import { countPatients, countRegistrations } from "../sql/counts.ts";

const DAYS = 7;
/** The counts need no broker, so they do not wait long for one. */
const LAG_DEADLINE_MS = 500;

const Summary = z.object({
  patientsTotal: z.int(),
  registeredToday: z.int(),
  registeredLast7Days: z.int(),
  asOf: z.date(),
  /** Left out while the broker cannot be asked. */
  eventLag: z.int().optional(),
}).meta({ id: "AnalyticsSummary" });

interface Parts {
  readonly query: Query;
  readonly lag: Pick<LagReader, "read">;
}

export function summaryEndpoint({ query, lag }: Parts): Endpoint {
  return endpoint({
    method: "get",
    path: "/api/analytics/summary",
    operationId: "getAnalyticsSummary",
    summary: "The numbers of the moment, and how many events they do not hold yet",
    access: "analytics:read",
    query: z.strictObject({ timeZone: timeZone().default("UTC") }),
    answers: { 200: { description: "The summary", schema: Summary } },
    problems: ["invalid-input"],
  }, async ({ query: { timeZone } }) => {
    // Before the counts: with a lag of 0 they hold all there was when it was asked.
    const eventLag = await withDeadline(lag.read(), LAG_DEADLINE_MS, "Kafka").catch(() => undefined);
    const now = Temporal.Now.instant();
    const [patientsTotal, { today, before }] = await Promise.all([
      countPatients(query),
      countLastDays(query, now.toZonedDateTimeISO(timeZone)),
    ]);
    return answer(200, {
      patientsTotal,
      registeredToday: today,
      registeredLast7Days: before + today,
      asOf: new Date(now.epochMilliseconds),
      eventLag,
    });
  });
}

/** Registrations of today and of the six days before, by the clocks of a time zone. */
async function countLastDays(query: Query, now: Temporal.ZonedDateTime): Promise<{ today: number; before: number }> {
  const today = startOf("day", now);
  const [before, since] = await countRegistrations(query, {
    starts: [startOfLast(DAYS, "day", now).toInstant(), today.toInstant()],
    end: startAfter("day", today).toInstant(),
  });
  return { today: since?.count ?? 0, before: before?.count ?? 0 };
}
