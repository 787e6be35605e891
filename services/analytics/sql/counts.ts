import type { Query } from "@pms/lib/db";
import type { Intervals } from "../domain/interval.ts";

/** How many patients are not deleted: each of them has one answer in each dimension. */
export async function countPatients(query: Query): Promise<number> {
  const [row] = await query<{ count: number }>`
    select coalesce(sum(count), 0)::integer as count from demographic_count where dimension = 'sex'`;
  return row?.count ?? 0;
}

export interface Point {
  readonly start: Date;
  readonly count: number;
}

/** Registrations in each of some intervals, those without any included. */
export async function countRegistrations(query: Query, { starts, end }: Intervals): Promise<Point[]> {
  const texts = starts.map(String);
  return await query<Point>`
    with counted as (
      select width_bucket(quarter, ${texts}::text[]::timestamptz[]) as nth, sum(count)::integer as count
      from registration_count
      where quarter >= ${texts[0] ?? String(end)}::text::timestamptz and quarter < ${String(end)}::text::timestamptz
      group by nth
    )
    select start, coalesce(count, 0) as count
    from unnest(${texts}::text[]::timestamptz[]) with ordinality as point (start, nth) left join counted using (nth)
    order by nth`;
}

export interface DemographicCount {
  readonly dimension: "sex" | "birth_year" | "country" | "city";
  readonly key: string;
  readonly count: number;
}

/**
 * What patients have in common, in each dimension the most common first. Of the cities only the `citiesMax` largest are
 * named, the others are one sum: the answer takes as long with a hundred cities as with a hundred thousand.
 */
export async function countDemographics(query: Query, citiesMax: number): Promise<DemographicCount[]> {
  return await query<DemographicCount>`
    with city as (
      select key, count
      from demographic_count
      where dimension = 'city' and count > 0
      order by count desc, key
      limit ${citiesMax}
    ), rest as (
      select sum(count) - (select coalesce(sum(count), 0) from city) as count
      from demographic_count
      where dimension = 'sex'
    ), listed as (
      select dimension, key, count
      from demographic_count
      where dimension in ('sex', 'birth_year', 'country') and count > 0
      union all
      select 'city', key, count from city
      union all
      select 'city', 'other', count from rest where count > 0
    )
    select dimension, key, sum(count)::integer as count
    from listed
    group by dimension, key
    order by dimension, sum(count) desc, key`;
}

/** How many registrations were counted, those of patients who are deleted by now included. */
export async function countAllRegistrations(query: Query): Promise<number> {
  const [row] = await query<{ count: number }>`
    select coalesce(sum(count), 0)::integer as count from registration_count`;
  return row?.count ?? 0;
}
