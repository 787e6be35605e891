import type { Query } from "@pms/lib/db";
import { answer, type Endpoint, endpoint } from "@pms/lib/http";
import { z } from "@pms/lib/schema";
import { countAgeGroups } from "../domain/age_group.ts";
import { KeyCount } from "../domain/key_count.ts";
import { countDemographics } from "../sql/counts.ts";

const CITIES_MAX = 5_000;

const Demographics = z.object({
  bySex: z.array(KeyCount),
  byAgeGroup: z.array(KeyCount),
  byCountry: z.array(KeyCount),
  byCity: z.array(KeyCount),
}).meta({ id: "Demographics" });

export function demographicsEndpoint({ query }: { readonly query: Query }): Endpoint {
  return endpoint({
    method: "get",
    path: "/api/analytics/demographics",
    operationId: "getDemographics",
    summary: "What the patients who are not deleted have in common, the most common first; age groups by age",
    access: "analytics:read",
    answers: { 200: { description: "Lists that each add up to the number of patients", schema: Demographics } },
  }, async () => {
    const counts = Object.groupBy(await countDemographics(query, CITIES_MAX), ({ dimension }) => dimension);
    const list = (dimension: keyof typeof counts) =>
      (counts[dimension] ?? []).map(({ key, count }) => ({ key, count }));
    return answer(200, {
      bySex: list("sex"),
      byAgeGroup: countAgeGroups(list("birth_year"), new Date().getUTCFullYear()),
      byCountry: list("country"),
      byCity: list("city"),
    });
  });
}
