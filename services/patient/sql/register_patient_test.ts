import { pruneClaims, type Query } from "@pms/lib/db";
import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { countRows, NOTHING, SHORT, WHOLE } from "../testing.ts";
import { insertPatient } from "./register_patient.ts";

const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const registration = { changedBy: "tester", traceparent: TRACEPARENT };
const claim = { subject: "tester", operation: "POST /api/patients", key: "one", bodyDigest: new Uint8Array(32) };

async function insertClaim(query: Query, key: string, age: string): Promise<void> {
  await query`
    insert into idempotency_key (subject, operation, key, body_digest, patient_id, created_at)
    values ('tester', 'POST /api/patients', ${key}, '', uuidv7(), now() - ${age}::text::interval)`;
}

Deno.test("registering writes the patient, the first version, a row for each destination and the claim", async () => {
  await using db = await testDatabase("patient");
  const record = await insertPatient(db.query, { ...registration, patient: WHOLE, claim });
  assert.ok(record);
  assert.deepEqual(await countRows(db), { patients: 1, versions: 1, events: 1, accounts: 1, claims: 1 });

  const [version] = await db.query<{ record: Record<string, unknown>; changedBy: string; version: number }>`
    select record, changed_by, version from patient_version where patient_id = ${record.id}`;
  assert.equal(version?.version, 1);
  assert.equal(version.changedBy, "tester");
  assert.equal(version.record["name"], WHOLE.name);
  assert.equal(version.record["mrn"], record.mrn);
});

Deno.test("what is queued holds what may be counted, and no name, contact, address or birth date", async () => {
  await using db = await testDatabase("patient");
  const record = await insertPatient(db.query, { ...registration, patient: WHOLE });
  const rows = await db.query<{ destination: string; patientId: string; payload: unknown; traceparent: string }>`
    select destination, patient_id, payload, traceparent from outbox order by destination`;
  assert.ok(record);
  assert.deepEqual(rows, [
    { destination: "billing", patientId: record.id, payload: {}, traceparent: TRACEPARENT },
    {
      destination: "kafka",
      patientId: record.id,
      payload: {
        kind: "registered",
        version: 1,
        occurredAtMs: record.updatedAt.getTime(),
        birthYear: 1979,
        sex: WHOLE.sex,
        city: WHOLE.city,
        country: WHOLE.country,
        createdAtMs: record.createdAt.getTime(),
        deleted: false,
      },
      traceparent: TRACEPARENT,
    },
  ]);
  const [table] = await db.query<{ everything: string }>`select string_agg(outbox::text, '') as everything from outbox`;
  const { sex: _sex, city: _city, country: _country, ...personal } = WHOLE;
  for (const value of Object.values(personal)) assert.ok(!table?.everything.includes(value), value);
});

Deno.test("a refused registration leaves nothing, whichever part of the statement was refused", async () => {
  const refusing: Record<string, (query: Query) => Promise<unknown>> = {
    patient: (query) => query`alter table patient add check (name <> 'Ada Example')`,
    version: (query) => query`alter table patient_version add check (version > 1)`,
    event: (query) => query`alter table outbox add check (destination <> 'kafka')`,
    account: (query) => query`alter table outbox add check (destination <> 'billing')`,
    claim: (query) => query`alter table idempotency_key add check (key <> 'one')`,
  };
  for (const [part, refuse] of Object.entries(refusing)) {
    await using db = await testDatabase("patient");
    await refuse(db.query);
    await assert.rejects(insertPatient(db.query, { ...registration, patient: SHORT, claim }), { code: "23514" }, part);
    assert.deepEqual(await countRows(db), NOTHING, part);
  }
});

Deno.test("a claim that is taken writes nothing, until it is a day old", async () => {
  await using db = await testDatabase("patient");
  const first = await insertPatient(db.query, { ...registration, patient: SHORT, claim });
  assert.equal(await insertPatient(db.query, { ...registration, patient: SHORT, claim }), undefined);
  await db.query`update idempotency_key set created_at = created_at - interval '23 hours 59 minutes'`;
  assert.equal(await insertPatient(db.query, { ...registration, patient: SHORT, claim }), undefined);
  assert.deepEqual(await countRows(db), { patients: 1, versions: 1, events: 1, accounts: 1, claims: 1 });

  await db.query`update idempotency_key set created_at = created_at - interval '2 minutes'`;
  const second = await insertPatient(db.query, { ...registration, patient: SHORT, claim });
  assert.ok(second);
  assert.notEqual(second.id, first?.id);
  assert.equal(await insertPatient(db.query, { ...registration, patient: SHORT, claim }), undefined);
  assert.deepEqual(await countRows(db), { patients: 2, versions: 2, events: 2, accounts: 2, claims: 1 });
});

Deno.test("claims are forgotten after a day, the oldest first and not more at once than asked for", async () => {
  await using db = await testDatabase("patient");
  const ages = { new: "0", almost: "23 hours 59 minutes", c: "25 hours", b: "30 hours", a: "9 days" };
  for (const [key, age] of Object.entries(ages)) await insertClaim(db.query, key, age);
  const left = async () =>
    (await db.query<{ key: string }>`select key from idempotency_key`).map(({ key }) => key).sort();
  await pruneClaims(db.query, 2);
  assert.deepEqual(await left(), ["almost", "c", "new"]);
  await pruneClaims(db.query, 2);
  assert.deepEqual(await left(), ["almost", "new"]);
});
