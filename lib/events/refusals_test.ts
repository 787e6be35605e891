import assert from "node:assert/strict";
import { createLogger } from "../telemetry/mod.ts";
import { ADA, base, BOB, destination, session, versionOf } from "./destination_fixture.ts";
import { BatchRefused, type Deliver, type OutboxRow, relayBatch } from "./mod.ts";
import { queue, testOutbox } from "./outbox_fixture.ts";

Deno.test("a row refused five times is parked; its patient's later rows wait and other patients' go on", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1]);
  await queue(db, "billing", BOB, [1]);
  await using database = session(db.url);
  const seen: string[] = [];
  const deliver: Deliver = (rows) => {
    seen.push(...rows.map((row) => `${row.patientId.slice(-1)}${versionOf(row)}`));
    return Promise.resolve({
      delivered: rows.filter(({ patientId }) => patientId !== ADA),
      refused: rows.filter(({ patientId }) => patientId === ADA).map((row) => ({ row, reason: "no such patient" })),
    });
  };
  for (let attempt = 1; attempt <= 5; attempt++) {
    const [row] = await db.query`select attempts, parked_reason from outbox where patient_id = ${ADA}`;
    assert.deepEqual(row, { attempts: attempt - 1, parkedReason: null });
    await relayBatch({ ...base, database, deliver });
  }
  const [parked] = await db.query`select attempts, parked_reason from outbox where patient_id = ${ADA}`;
  assert.deepEqual(parked, { attempts: 5, parkedReason: "no such patient" });
  assert.deepEqual(seen, ["a1", "b1", "a1", "a1", "a1", "a1"]);

  await queue(db, "billing", ADA, [2]);
  await queue(db, "billing", BOB, [2]);
  await queue(db, "kafka", ADA, [2]);
  seen.length = 0;
  await relayBatch({ ...base, database, deliver });
  assert.deepEqual(seen, ["b2"]);
  await relayBatch({ ...base, database, deliver, destination: "kafka" });
  assert.deepEqual(seen, ["b2", "a2"]); // Each destination for itself.

  await db.query`update outbox set parked_reason = null, attempts = 0 where patient_id = ${ADA}`; // An operator.
  const { deliver: take, versions } = destination();
  await relayBatch({ ...base, database, deliver: take });
  assert.deepEqual(versions(), [1, 2]);
});

Deno.test("a row about which the destination says nothing is parked after five tries, with a word in the log", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1, 2]);
  await queue(db, "billing", BOB, [1]);
  await using database = session(db.url);
  const lines: string[] = [];
  const log = createLogger("test", "error", (line) => lines.push(line));
  const deliver: Deliver = (rows) =>
    Promise.resolve({ delivered: rows.filter(({ patientId }) => patientId === BOB), refused: [] });
  for (let attempt = 1; attempt <= 6; attempt++) await relayBatch({ ...base, database, deliver, log });
  const rows = await db.query`select attempts, parked_reason from outbox order by position`;
  assert.deepEqual(rows, [
    { attempts: 5, parkedReason: "The destination did not say what became of it" },
    { attempts: 0, parkedReason: null }, // It only waited behind the first.
  ]);
  assert.equal(lines.length, 1);
  assert.deepEqual([JSON.parse(lines[0] ?? "").event, JSON.parse(lines[0] ?? "").count], ["rows parked", 1]);
});

Deno.test("one row that makes its destination refuse all is found and parked, and nobody else waits for it", async () => {
  await using db = await testOutbox();
  const patients = Array.from({ length: 40 }, () => crypto.randomUUID());
  for (const patient of patients) await queue(db, "kafka", patient, [1, 2, 3]);
  const [poisoned = ""] = patients.slice(17);
  await using database = session(db.url);
  const got: OutboxRow[] = [];
  let calls = 0;
  const deliver: Deliver = (rows) => {
    calls++;
    const poison = rows.some((row) => row.patientId === poisoned && versionOf(row) === 2);
    if (poison) return Promise.reject(new BatchRefused("Too large"));
    got.push(...rows);
    return Promise.resolve({ delivered: rows, refused: [] });
  };
  await relayBatch({ ...base, database, deliver, batchMax: 1_000, destination: "kafka" });
  assert.ok(calls <= 20, `${calls} calls`);
  for (const patient of patients) {
    const versions = got.filter(({ patientId }) => patientId === patient).map(versionOf);
    assert.deepEqual(versions, patient === poisoned ? [1] : [1, 2, 3]);
  }
  for (let attempt = 2; attempt <= 5; attempt++) await relayBatch({ ...base, database, deliver, destination: "kafka" });
  const rows = await db.query`select attempts, parked_reason from outbox order by position`;
  assert.deepEqual(rows, [{ attempts: 5, parkedReason: "Too large" }, { attempts: 0, parkedReason: null }]);
});

Deno.test("an outage in the middle of a search for a poisoned row counts for no row", async () => {
  await using db = await testOutbox();
  await queue(db, "kafka", ADA, [1, 2, 3, 4]);
  await using database = session(db.url);
  let calls = 0;
  const deliver: Deliver = () =>
    Promise.reject(++calls === 1 ? new BatchRefused("Too large") : new Error("Kafka is down"));
  await assert.rejects(relayBatch({ ...base, database, deliver, destination: "kafka" }), { message: "Kafka is down" });
  const [row] = await db.query`select count(*)::integer as count, max(attempts) as attempts from outbox`;
  assert.deepEqual(row, { count: 4, attempts: 0 });
});
