import type { Query } from "@pms/lib/db";
import { answer, type Endpoint, endpoint } from "@pms/lib/http";
import { z } from "@pms/lib/schema";
import { INTERVALS } from "../domain/interval.ts";
import { boundary, intervalsOfSpan } from "../domain/span.ts";
import { timeZone } from "../domain/time_zone.ts";
import { countRegistrations } from "../sql/counts.ts";

const Registrations = z.object({
  interval: z.enum(INTERVALS),
  points: z.array(z.object({ start: z.date(), count: z.int() })),
}).meta({ id: "Registrations" });

export function registrationsEndpoint({ query }: { readonly query: Query }): Endpoint {
  return endpoint({
    method: "get",
    path: "/api/analytics/registrations",
    operationId: "listRegistrations",
    summary: "How many patients were registered in each hour, day, week or month of a time zone",
    access: "analytics:read",
    query: z.strictObject({
      interval: z.enum(INTERVALS, { error: `Is none of ${INTERVALS.join(", ")}` }).default("day"),
      from: boundary().optional(),
      to: boundary().optional(),
      timeZone: timeZone().default("UTC"),
    }),
    answers: { 200: { description: "A point for each interval, also for those without any", schema: Registrations } },
    problems: ["invalid-input"],
  }, async ({ query: span }) => {
    const points = await countRegistrations(query, intervalsOfSpan({ ...span, now: Temporal.Now.instant() }));
    return answer(200, { interval: span.interval, points });
  });
}
