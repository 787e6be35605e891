import assert from "node:assert/strict";
import { querySummary } from "./query_summary.ts";

const summaries: Record<string, string> = {
  "select id, name from patient where id = $": "select patient",
  "insert into patient (id, name)\n  values ($, $)": "insert patient",
  "delete from outbox where position = any($)": "delete outbox",
  "with added as (insert into patient (id) select $), queued as (\n insert into outbox (id) select id from added)\n select * from added":
    "insert patient insert outbox",
  "update outbox set attempts = $ from unnest($, $) as refused (position) where true": "update outbox",
  "insert into claim (key) values ($) on conflict do update set key = excluded.key": "insert claim",
  "select 1 from patient where id = $ for update skip locked": "select patient",
  "select id from patient join patient_version using (id) where a is distinct from b":
    "select patient select patient_version",
  "select pg_try_advisory_lock($)": "select",
  "": "",
};
for (const [text, summary] of Object.entries(summaries)) {
  Deno.test(`the summary of "${text.slice(0, 40)}" is "${summary}"`, () => assert.equal(querySummary(text), summary));
}

Deno.test("a summary has an end, however long the statement is", () => {
  const text = Array.from({ length: 100 }, (_, index) => `select * from table_${index}`).join(" union ");
  assert.equal(querySummary(text).length, 255);
});
