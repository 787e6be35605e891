export const INTERVALS = ["hour", "day", "week", "month"] as const;
export type Interval = (typeof INTERVALS)[number];

const UNIT = { hour: "hours", day: "days", week: "weeks", month: "months" } as const;

/**
 * The moment at which the interval around another moment began, by the clocks of its time zone. A day begins with its
 * first moment, which is not midnight where the clocks jump over it; a week begins on Monday (ISO 8601).
 */
export function startOf(interval: Interval, moment: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  if (interval === "hour") return moment.round({ smallestUnit: "hour", roundingMode: "floor" });
  const day = moment.toPlainDate();
  return firstDay(interval, day).toZonedDateTime(moment.timeZoneId);
}

function firstDay(interval: "day" | "week" | "month", day: Temporal.PlainDate): Temporal.PlainDate {
  if (interval === "week") return day.subtract({ days: day.dayOfWeek - 1 });
  return interval === "month" ? day.with({ day: 1 }) : day;
}

/** The start of the interval after the one that starts so. */
export function startAfter(interval: Interval, start: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  // To the next full hour on the clock: where it moves by half an hour, one hour is shorter than the others.
  if (interval === "hour") return start.add({ minutes: 60 - start.minute });
  const next = start.toPlainDate().add({ [UNIT[interval]]: 1 });
  return startOf(interval, next.toZonedDateTime(start.timeZoneId)); // The clocks may jump over its first day.
}

/** The start of the interval that makes it `count` of them up to and with the one around `last`. */
export function startOfLast(
  count: number,
  interval: Interval,
  last: Temporal.ZonedDateTime,
): Temporal.ZonedDateTime {
  return startOf(interval, startOf(interval, last).subtract({ [UNIT[interval]]: count - 1 }));
}

/** Intervals one after the other: where each starts, and where the last one ends. */
export interface Intervals {
  readonly starts: readonly Temporal.Instant[];
  readonly end: Temporal.Instant;
}

/** The intervals from the one around `from` on that start before `until`; undefined when they are more than `max`. */
export function intervalsBetween(
  interval: Interval,
  from: Temporal.ZonedDateTime,
  until: Temporal.ZonedDateTime,
  max: number,
): Intervals | undefined {
  const starts: Temporal.Instant[] = [];
  let next = startOf(interval, from);
  do {
    if (starts.length === max) return undefined;
    starts.push(next.toInstant());
    next = startAfter(interval, next);
  } while (Temporal.ZonedDateTime.compare(next, until) < 0);
  return { starts, end: next.toInstant() };
}
