import { createKafka, createLagReader, createPublisher, ensureTopics, type KafkaRecord } from "@pms/lib/events";
import { createMetrics } from "@pms/lib/telemetry";
import { eventually, testBrokers, testDatabase, testTopic } from "@pms/lib/testing";
import { events } from "@pms/proto";
import assert from "node:assert/strict";
import type { PatientState } from "../domain/patient_state.ts";
import { patientState, silent, testApp } from "../testing.ts";
import { consumePatientEvents } from "./consume.ts";

function recordOf({ patientId, version, sex, city, country, ...counted }: PatientState): KafkaRecord {
  const state = { sex: sex ?? "", city: city ?? "", country: country ?? "", ...counted };
  const event = { eventId: crypto.randomUUID(), patientId, version, kind: 1, occurredAtMs: Date.now(), state };
  return { key: patientId, value: events.PatientEvent.encode(event).finish(), headers: {} };
}

Deno.test("what is published is counted once, whatever cannot be read and however often the consumer starts anew", async () => {
  const brokers = await testBrokers();
  const topic = await testTopic();
  const kafka = createKafka({ brokers, clientId: "test" });
  const deadLetterTopic = `${topic}.dlt`;
  await ensureTopics(kafka, 1, [deadLetterTopic]);
  await using db = await testDatabase("analytics");
  await using publisher = createPublisher(kafka);
  const consume = (groupId: string) => {
    const metrics = createMetrics("analytics");
    const parts = { kafka, publisher, groupId, topic, deadLetterTopic, query: db.query, log: silent(), metrics };
    return { metrics, consumer: consumePatientEvents(parts) };
  };
  const settled = async (groupId: string) => {
    await using app = await testApp(db.query, { brokers, groupId, topic });
    return await eventually(async () => {
      const summary = await (await app.get("/api/analytics/summary", "analytics:read")).json();
      return summary.eventLag === 0 && summary;
    });
  };

  const patients = Array.from({ length: 30 }, () => patientState());
  const [first, second, third] = patients as [PatientState, PatientState, PatientState];
  const poison: KafkaRecord[] = [
    { key: first.patientId, value: new TextEncoder().encode("not protobuf"), headers: {} },
    { ...recordOf(second), key: first.patientId },
    recordOf({ ...third, version: 0 }),
  ];
  const records = patients.map(recordOf);
  await publisher.publish(topic, [...records.slice(0, 10), ...poison, ...records.slice(10)]);
  {
    await using started = consume("one").consumer;
    const summary = await settled("one");
    assert.equal(summary.patientsTotal, 30);
    assert.equal(summary.registeredLast7Days, 30);
    assert.ok(started.running());
  }
  await using deadLetters = createLagReader(kafka, "nobody", deadLetterTopic);
  assert.equal(await deadLetters.read(), poison.length);

  // While nobody consumes: doubles, a later version before an earlier one, a deletion.
  await publisher.publish(topic, [
    recordOf(first),
    recordOf({ ...first, version: 3, city: "Chur" }),
    recordOf({ ...first, version: 2, city: "Bern" }),
    recordOf({ ...second, version: 2, deleted: true }),
    recordOf(patientState()),
  ]);
  {
    await using _restarted = consume("one").consumer;
    const summary = await settled("one");
    assert.equal(summary.patientsTotal, 30);
    assert.equal(summary.registeredLast7Days, 31);
  }
  {
    const { consumer, metrics } = consume("from the beginning");
    await using _consumer = consumer;
    const summary = await settled("from the beginning");
    assert.equal(summary.patientsTotal, 30);
    assert.equal(summary.registeredLast7Days, 31);
    const exposed = await metrics.registry.metrics();
    assert.match(exposed, /analytics_events_total\{outcome="applied".*\} 0\n/);
    assert.match(exposed, /analytics_events_total\{outcome="superseded".*\} 35\n/);
  }
  const cities = await db.query<{ key: string; count: number }>`
    select key, count::integer from demographic_count where dimension = 'city' and count > 0 order by key`;
  assert.deepEqual([...cities], [{ key: "Basel", count: 29 }, { key: "Chur", count: 1 }]);
});
