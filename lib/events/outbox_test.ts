import assert from "node:assert/strict";
import { createLogger, createMetrics } from "../telemetry/mod.ts";
import { eventually } from "../testing/mod.ts";
import { outboxState, parkedRows, reportOutbox, resendRows } from "./mod.ts";
import { queue, testOutbox } from "./outbox_fixture.ts";

const ADA = "0198c0de-0000-7000-8000-00000000000a";
const BOB = "0198c0de-0000-7000-8000-00000000000b";
const silent = createLogger("test", "error", () => {});

/** Two parked rows for billing, one for Kafka, and some that wait. */
async function outboxWithParkedRows() {
  const db = await testOutbox();
  await queue(db, "billing", ADA, [1, 2, 3]);
  await queue(db, "billing", BOB, [1]);
  await queue(db, "kafka", BOB, [1, 2]);
  await db.query`
    update outbox set parked_reason = 'No', attempts = 5, queued_at = now() - interval '1 hour'
    where (payload->>'version')::integer = 1`;
  await db.query`
    update outbox set queued_at = now() - interval '1 minute' where (payload->>'version')::integer = 2`;
  return db;
}

Deno.test("the state of the outbox is told for each destination: depth, oldest age and what is parked", async () => {
  await using db = await outboxWithParkedRows();
  const { oldestAgeS, ...billing } = await outboxState(db.query, "billing");
  assert.deepEqual(billing, { depth: 4, parked: 2 });
  assert.ok(oldestAgeS >= 60 && oldestAgeS < 600, `${oldestAgeS} s`); // Parked rows are older, and told apart.
  assert.deepEqual(await outboxState(db.query, "nobody"), { depth: 0, oldestAgeS: 0, parked: 0 });
});

Deno.test("the state is shown as metrics, and is no number while the database cannot be asked", async () => {
  await using db = await outboxWithParkedRows();
  {
    const metrics = createMetrics("test");
    await using _ = reportOutbox(db, ["billing", "kafka"], metrics, silent);
    const shown = await eventually(async () => {
      const text = await metrics.registry.metrics();
      return text.includes('outbox_parked_rows{destination="kafka"') && text;
    });
    assert.match(shown, /outbox_depth\{destination="billing",.*\} 4\n/);
    assert.match(shown, /outbox_parked_rows\{destination="billing",.*\} 2\n/);
    assert.match(shown, /outbox_parked_rows\{destination="kafka",.*\} 1\n/);
    assert.match(shown, /outbox_oldest_age_seconds\{destination="kafka",.*\} 6\d(\.\d+)?\n/);
  }
  const metrics = createMetrics("test");
  await using _ = reportOutbox({ query: () => Promise.reject(new Error("away")) }, ["billing"], metrics, silent);
  await eventually(async () =>
    /outbox_depth\{destination="billing",.*\} NaN\n/i.test(await metrics.registry.metrics())
  );
});

Deno.test("parked rows are listed with what waits behind them, the oldest first", async () => {
  await using db = await outboxWithParkedRows();
  const all = await parkedRows(db.query, undefined, 10);
  assert.deepEqual(
    all.map((
      { destination, patientId, attempts, reason, behind },
    ) => [destination, patientId, attempts, reason, behind]),
    [["billing", ADA, 5, "No", 2], ["billing", BOB, 5, "No", 0], ["kafka", BOB, 5, "No", 1]],
  );
  assert.deepEqual((await parkedRows(db.query, "kafka", 10)).length, 1);
  assert.deepEqual((await parkedRows(db.query, undefined, 2)).length, 2);
});

Deno.test("a parked row that is sent again has its tries anew, and only those asked for", async () => {
  await using db = await outboxWithParkedRows();
  const [first] = await parkedRows(db.query, "billing", 1);
  assert.equal(await resendRows(db.query, "billing", [first?.position ?? ""]), 1);
  assert.equal(await resendRows(db.query, "billing", [first?.position ?? ""]), 0);
  assert.deepEqual((await parkedRows(db.query, undefined, 10)).map((row) => row.destination), ["billing", "kafka"]);
  assert.equal(await resendRows(db.query, "billing", "all"), 1);
  assert.equal((await outboxState(db.query, "kafka")).parked, 1);
  const [row] = await db.query`select max(attempts) as attempts from outbox where destination = 'billing'`;
  assert.deepEqual(row, { attempts: 0 });
});
