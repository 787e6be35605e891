import assert from "node:assert/strict";
import { HARMS, nameOf, scheduleOf } from "./schedule.ts";

Deno.test("the same seed gives the same schedule of faults, another seed another one", () => {
  assert.deepEqual(scheduleOf(7, 600), scheduleOf(7, 600));
  assert.notDeepEqual(scheduleOf(7, 600), scheduleOf(8, 600));
});

Deno.test("a longer campaign begins like a shorter one of the same seed", () => {
  const short = scheduleOf(3, 30).filter(({ atMs, forMs }) => atMs + forMs < 30_000);
  const long = scheduleOf(3, 60).filter((fault) => short.some(({ atMs }) => atMs === fault.atMs));
  assert.deepEqual(short, long);
});

Deno.test("a campaign of a minute does every harm at least once, whatever its seed", () => {
  for (let seed = 0; seed < 200; seed++) {
    const done = new Set(scheduleOf(seed, 60).map(nameOf));
    assert.deepEqual(HARMS.map(nameOf).filter((name) => !done.has(name)), [], `seed ${seed}`);
  }
});

Deno.test("no fault lasts longer than the campaign", () => {
  for (let seed = 0; seed < 200; seed++) {
    for (const { atMs, forMs } of scheduleOf(seed, 20)) assert.ok(atMs + forMs <= 20_000);
  }
});
