import { events } from "@pms/proto";
import assert from "node:assert/strict";
import type { TopicRecord } from "../topic.ts";
import { checkTopic } from "./topic.ts";

const event = (version: number, eventId = `event ${version}`): TopicRecord => ({
  key: "a",
  value: events.PatientEvent.encode({ eventId, patientId: "a", version }).finish(),
  headers: { ce_id: eventId },
});
const committed = (version: number) => new Map([["a", version]]);

Deno.test("a topic with each version once, apart from exact repeats, is in order; the repeats are counted", () => {
  const report = checkTopic([event(1), event(2), event(1), event(2), event(3)], committed(3));
  assert.deepEqual(report, { violations: [], records: 5, repeats: 2 });
});

const violations: [string, TopicRecord[], RegExp][] = [
  ["a version twice under two ids", [event(1), event(2), event(2, "another")], /^An event is on the topic twice/],
  ["an event of a change that was not committed", [event(1), event(2), event(3)], /^An event tells of what was never/],
  [
    "an event of nobody",
    [event(1), event(2), { ...event(1), key: "b" }],
    /^An event tells of what was never committed/,
  ],
  ["versions in another order", [event(2), event(1)], /^Versions on the topic do not rise by one: version 2/],
  ["a gap", [event(2)], /^Versions on the topic do not rise by one/],
  ["a last event that is missing", [event(1)], /^An event is missing: patient a is at version 2, the topic at 1/],
];

for (const [what, records, sentence] of violations) {
  Deno.test(`checkTopic() finds ${what}`, () => {
    assert.match(checkTopic(records, committed(2)).violations.join("\n"), sentence);
  });
}
