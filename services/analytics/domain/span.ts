import { invalidInput, z } from "@pms/lib/schema";
import { type Interval, type Intervals, intervalsBetween, startOfLast } from "./interval.ts";

const INTERVALS_MAX = 1_000;
/** How many intervals there are when nobody says where they begin. */
const INTERVALS_PRESET = { hour: 24, day: 30, week: 12, month: 12 } as const;

const YEAR_MIN = 1875;
const YEAR_MAX = 2200;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** RFC 3339, section 5.6. */
const TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** Where a span begins or ends: a day, which depends on a time zone and lasts, or a moment, which does neither. */
type Boundary = Temporal.PlainDate | Temporal.Instant;

export function boundary() {
  return z.string().transform((text, context): Boundary => {
    const given = read(text);
    if (given === undefined) {
      context.addIssue({ code: "custom", message: "Is neither a day (YYYY-MM-DD) nor a time by RFC 3339" });
      return z.NEVER;
    }
    const { year } = given instanceof Temporal.Instant ? given.toZonedDateTimeISO("UTC") : given;
    if (year < YEAR_MIN || year > YEAR_MAX) {
      context.addIssue({ code: "custom", message: `Lies outside the years ${YEAR_MIN} to ${YEAR_MAX}` });
      return z.NEVER;
    }
    return given;
  }).meta({ pattern: `${DAY.source}|${TIME.source}` });
}

function read(text: string): Boundary | undefined {
  try {
    if (DAY.test(text)) return Temporal.PlainDate.from(text);
    if (TIME.test(text)) return Temporal.Instant.from(text);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // The 30th of February.
    throw error;
  }
}

export interface Span {
  readonly interval: Interval;
  readonly from?: Boundary | undefined;
  readonly to?: Boundary | undefined;
  readonly timeZone: string;
  readonly now: Temporal.Instant;
}

/**
 * Every interval that has a moment in the span from `from` until `to`, whole: the same interval always has the same
 * count. A day as `to` belongs to the span, a moment ends it; without `to` it ends now.
 */
export function intervalsOfSpan({ interval, from, to, timeZone, now }: Span): Intervals {
  const until = endingOf(to ?? now, timeZone);
  const since = from === undefined
    ? startOfLast(INTERVALS_PRESET[interval], interval, until.subtract({ nanoseconds: 1 }))
    : beginningOf(from, timeZone);
  const order = Temporal.ZonedDateTime.compare(since, until);
  if (order > 0 || (order === 0 && to instanceof Temporal.PlainDate)) {
    throw invalidInput([{ pointer: "/from", detail: "Lies after `to`, which is now when it is left out" }]);
  }
  const intervals = intervalsBetween(interval, since, until, INTERVALS_MAX);
  if (intervals !== undefined) return intervals;
  throw invalidInput([{ pointer: "/from", detail: `Makes more than ${INTERVALS_MAX} intervals up to \`to\`` }]);
}

/** The first moment that belongs to a span which begins so. */
function beginningOf(boundary: Boundary, timeZone: string): Temporal.ZonedDateTime {
  return boundary instanceof Temporal.Instant
    ? boundary.toZonedDateTimeISO(timeZone)
    : boundary.toZonedDateTime(timeZone);
}

/** The first moment that does not belong any more to a span which ends so: of a day, all belongs. */
function endingOf(boundary: Boundary, timeZone: string): Temporal.ZonedDateTime {
  return beginningOf(boundary instanceof Temporal.Instant ? boundary : boundary.add({ days: 1 }), timeZone);
}
