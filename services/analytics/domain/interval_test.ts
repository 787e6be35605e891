import assert from "node:assert/strict";
import { type Interval, intervalsBetween, startOf, startOfLast } from "./interval.ts";

const at = (time: string, timeZone: string) => Temporal.Instant.from(time).toZonedDateTimeISO(timeZone);

function starts(interval: Interval, timeZone: string, from: string, until: string): string[] {
  const intervals = intervalsBetween(interval, at(from, timeZone), at(until, timeZone), 100);
  assert.ok(intervals);
  return [...intervals.starts, intervals.end].map(String);
}

Deno.test("a day in Berlin has 23 hours in March and 25 in October", () => {
  assert.deepEqual(starts("day", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"), [
    "2026-03-27T23:00:00Z",
    "2026-03-28T23:00:00Z",
    "2026-03-29T22:00:00Z",
    "2026-03-30T22:00:00Z",
  ]);
  assert.deepEqual(starts("day", "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-25T13:00:00Z"), [
    "2026-10-24T22:00:00Z",
    "2026-10-25T23:00:00Z",
  ]);
});

Deno.test("the hour that comes twice in October is two hours, the one that is missing in March is none", () => {
  assert.equal(starts("hour", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z").length - 1, 25);
  assert.equal(starts("hour", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z").length - 1, 23);
});

Deno.test("days and hours in Kathmandu begin a quarter past, by the clocks of Greenwich", () => {
  assert.deepEqual(starts("day", "Asia/Kathmandu", "2026-06-01T18:14:59Z", "2026-06-01T18:15:00Z"), [
    "2026-05-31T18:15:00Z",
    "2026-06-01T18:15:00Z",
  ]);
  assert.deepEqual(starts("hour", "Asia/Kathmandu", "2026-06-01T10:00:00Z", "2026-06-01T11:00:00Z"), [
    "2026-06-01T09:15:00Z",
    "2026-06-01T10:15:00Z",
    "2026-06-01T11:15:00Z",
  ]);
});

Deno.test("the day that Apia left out is no day", () => {
  assert.deepEqual(starts("day", "Pacific/Apia", "2011-12-29T12:00:00Z", "2012-01-01T00:00:00Z"), [
    "2011-12-29T10:00:00Z", // the 29th
    "2011-12-30T10:00:00Z", // the 31st
    "2011-12-31T10:00:00Z",
    "2012-01-01T10:00:00Z",
  ]);
});

Deno.test("a day whose midnight is missing begins an hour later, and the one after it at midnight again", () => {
  assert.deepEqual(starts("day", "America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-05T12:00:00Z"), [
    "2018-11-03T03:00:00Z",
    "2018-11-04T03:00:00Z",
    "2018-11-05T02:00:00Z",
    "2018-11-06T02:00:00Z",
  ]);
});

Deno.test("a day whose midnight comes twice begins with the first", () => {
  assert.deepEqual(starts("day", "America/Havana", "2026-11-01T04:30:00Z", "2026-11-01T05:30:00Z"), [
    "2026-11-01T04:00:00Z",
    "2026-11-02T05:00:00Z",
  ]);
});

Deno.test("where the clocks move by half an hour, one hour is shorter", () => {
  assert.deepEqual(starts("hour", "Australia/Lord_Howe", "2026-10-03T14:30:00Z", "2026-10-03T17:00:00Z"), [
    "2026-10-03T14:30:00Z",
    "2026-10-03T15:30:00Z", // half past two, after half an hour was left out
    "2026-10-03T16:00:00Z",
    "2026-10-03T17:00:00Z",
  ]);
});

Deno.test("a week begins on Monday, also across a new year, and a month on its first day", () => {
  const newYear = at("2027-01-01T12:00:00Z", "UTC");
  assert.equal(String(startOf("week", newYear).toInstant()), "2026-12-28T00:00:00Z");
  assert.equal(String(startOf("week", at("2026-12-28T00:00:00Z", "UTC")).toInstant()), "2026-12-28T00:00:00Z");
  assert.equal(
    String(startOf("month", at("2026-03-31T22:00:00Z", "Europe/Berlin")).toInstant()),
    "2026-03-31T22:00:00Z",
  );
});

Deno.test("startOfLast() counts the interval around its moment", () => {
  const moment = at("2026-03-31T12:00:00Z", "UTC");
  const startOfThe = (count: number, interval: Interval) => String(startOfLast(count, interval, moment).toInstant());
  assert.equal(startOfThe(1, "day"), "2026-03-31T00:00:00Z");
  assert.equal(startOfThe(24, "hour"), "2026-03-30T13:00:00Z");
  assert.equal(startOfThe(2, "week"), "2026-03-23T00:00:00Z");
  assert.equal(startOfThe(2, "month"), "2026-02-01T00:00:00Z");
});

Deno.test("intervalsBetween() gives up past its bound", () => {
  const [from, until] = [at("2026-01-01T00:00:00Z", "UTC"), at("2026-01-11T00:00:00Z", "UTC")];
  assert.equal(intervalsBetween("day", from, until, 10)?.starts.length, 10);
  assert.equal(intervalsBetween("day", from, until, 9), undefined);
});
