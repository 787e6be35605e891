import assert from "node:assert/strict";
import { ConfigResourceTypes } from "kafkajs";
import { eventually, testTopic } from "../testing/mod.ts";
import { privateBroker, readRecords, testKafka } from "./broker_fixture.ts";
import { BatchRefused, createPublisher, ensureTopics, type KafkaRecord } from "./mod.ts";

const text = (value: string) => new TextEncoder().encode(value);
const record = (key: string, value: string): KafkaRecord => ({ key, value: text(value), headers: {} });

Deno.test("records arrive as they were sent: key, headers and every byte of the value", async () => {
  const kafka = await testKafka();
  const topic = await testTopic(1);
  await using publisher = createPublisher(kafka);
  const all = Uint8Array.from({ length: 256 }, (_, index) => index);
  const values = [all, all.subarray(100, 103), new Uint8Array(), text("größer"), new Uint8Array(100_000).fill(0xff)];
  await publisher.publish(
    topic,
    values.map((value, index) => ({
      key: `key-${index}`,
      value, // A Uint8Array and no Buffer: kafkajs would write a record that ends every consumer.
      headers: { ce_id: String(index), traceparent: "ä" },
    })),
  );
  const read = await readRecords(kafka, topic, values.length);
  assert.deepEqual(
    read.map(({ message }) => Uint8Array.from(message.value ?? [])),
    values.map((v) => Uint8Array.from(v)),
  );
  assert.deepEqual(read.map(({ message }) => String(message.key)), values.map((_, index) => `key-${index}`));
  assert.deepEqual(read.map(({ message }) => String(message.headers?.["ce_id"])), ["0", "1", "2", "3", "4"]);
  assert.equal(String(read[0]?.message.headers?.["traceparent"]), "ä");
});

Deno.test("records of one key stay in one partition and in order, also over many calls", async () => {
  const kafka = await testKafka();
  const topic = await testTopic(6);
  await using publisher = createPublisher(kafka);
  const keys = Array.from({ length: 12 }, () => crypto.randomUUID());
  for (let version = 0; version < 10; version++) {
    await publisher.publish(topic, keys.map((key) => record(key, String(version))));
  }
  const read = await readRecords(kafka, topic, 120);
  assert.ok(new Set(read.map(({ partition }) => partition)).size > 1);
  for (const key of keys) {
    const own = read.filter(({ message }) => String(message.key) === key);
    assert.equal(new Set(own.map(({ partition }) => partition)).size, 1);
    assert.deepEqual(own.map(({ message }) => String(message.value)), [..."0123456789"]);
  }
});

Deno.test("calls at once share one producer, and each is there when it says so", async () => {
  const kafka = await testKafka();
  const topic = await testTopic(6);
  await using publisher = createPublisher(kafka);
  await Promise.all(Array.from({ length: 50 }, (_, index) => publisher.publish(topic, [record("k", String(index))])));
  assert.equal((await readRecords(kafka, topic, 50)).length, 50);
});

Deno.test("a topic that is not there is refused, not made, and the publisher is good for the next call", async () => {
  const kafka = await testKafka();
  await using publisher = createPublisher(kafka);
  const missing = `missing-${crypto.randomUUID()}`;
  await assert.rejects(publisher.publish(missing, [record("k", "v")]));
  const topic = await testTopic(1);
  await publisher.publish(topic, [record("k", "v")]);
  assert.equal((await readRecords(kafka, topic, 1)).length, 1);
});

Deno.test("a record that the broker will never take is told apart from a broker that is away", async () => {
  const kafka = await testKafka();
  const topic = await testTopic(1);
  await using publisher = createPublisher(kafka);
  const large: KafkaRecord = { key: "k", value: new Uint8Array(3_000_000), headers: {} };
  await assert.rejects(publisher.publish(topic, [record("k", "small"), large]), (error) => {
    assert.ok(error instanceof BatchRefused, String(error));
    assert.match(error.reason, /^Kafka refused a record: (MESSAGE_TOO_LARGE|RECORD_LIST_TOO_LARGE)$/);
    return true;
  });
  await publisher.publish(topic, [record("k", "small")]);
  assert.equal((await readRecords(kafka, topic, 1)).length, 1);
});

Deno.test("a publisher lives through the death of its broker, and nothing it acknowledged is lost", async () => {
  await using broker = await privateBroker();
  await broker.createTopic("events", 1);
  await using publisher = createPublisher(broker.kafka);
  await publisher.publish("events", [record("k", "before")]);
  await broker.kill();
  await assert.rejects(publisher.publish("events", [record("k", "during")]));
  await broker.start();
  await eventually(() => publisher.publish("events", [record("k", "after")]).then(() => true), { deadlineMs: 30_000 });
  const values = (await readRecords(broker.kafka, "events", 2)).map(({ message }) => String(message.value));
  assert.equal(values[0], "before");
  assert.equal(values.at(-1), "after");
});

Deno.test("a publisher whose broker is dead stops within two seconds", async () => {
  await using broker = await privateBroker();
  await broker.createTopic("events", 1);
  const publisher = createPublisher(broker.kafka);
  await publisher.publish("events", [record("k", "v")]);
  await broker.kill();
  const startedMs = performance.now();
  await publisher[Symbol.asyncDispose]();
  assert.ok(performance.now() - startedMs < 2_000);
});

Deno.test("ensureTopics() makes what is missing with six partitions, and nothing twice", async () => {
  const kafka = await testKafka();
  const names = [`made-${crypto.randomUUID()}`, `made-${crypto.randomUUID()}`];
  await ensureTopics(kafka, 1, names.slice(0, 1));
  await ensureTopics(kafka, 1, names);
  await ensureTopics(kafka, 1, names);
  const admin = kafka.admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  await admin.disconnect();
  assert.deepEqual(topics.map(({ partitions }) => partitions.length), [6, 6]);
});

Deno.test("a topic keeps records in a form that consumers know, whatever its producers use", async () => {
  const kafka = await testKafka();
  const name = `test-${crypto.randomUUID()}`;
  await ensureTopics(kafka, 1, [name]);
  const admin = kafka.admin();
  await admin.connect();
  const resource = { type: ConfigResourceTypes.TOPIC, name, configNames: ["compression.type"] };
  const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
  await admin.disconnect();
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  assert.deepEqual(entries.map(({ configName, configValue }) => [configName, configValue]), [
    ["compression.type", "uncompressed"],
  ]);
});
