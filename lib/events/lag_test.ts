import assert from "node:assert/strict";
import { eventually, testTopic } from "../testing/mod.ts";
import { privateBroker, testKafka } from "./broker_fixture.ts";
import { createLagReader, createPublisher } from "./mod.ts";

const records = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: String(index), value: new Uint8Array([1]), headers: {} }));

Deno.test("a group that committed nothing lags by all records of all partitions", async () => {
  const kafka = await testKafka();
  const topic = await testTopic(6);
  await using lag = createLagReader(kafka, `group-${crypto.randomUUID()}`, topic);
  assert.equal(await lag.read(), 0);
  await using publisher = createPublisher(kafka);
  await publisher.publish(topic, records(30));
  await eventually(async () => await lag.read() === 30);
});

Deno.test("what a group committed counts no more, partition by partition", async () => {
  const kafka = await testKafka();
  const topic = await testTopic(2);
  const groupId = `group-${crypto.randomUUID()}`;
  await using publisher = createPublisher(kafka);
  await publisher.publish(topic, records(30));
  const admin = kafka.admin();
  await admin.connect();
  const [{ partition, high } = assert.fail()] = await admin.fetchTopicOffsets(topic);
  await admin.setOffsets({ groupId, topic, partitions: [{ partition, offset: high }] });
  await admin.disconnect();
  await using lag = createLagReader(kafka, groupId, topic);
  assert.equal(await lag.read(), 30 - Number(high));
});

Deno.test("callers at once, and soon after one another, share one connection", async () => {
  const kafka = await testKafka();
  const makeAdmin = kafka.admin.bind(kafka);
  let admins = 0;
  kafka.admin = (config) => {
    admins++;
    return makeAdmin(config);
  };
  await using lag = createLagReader(kafka, `group-${crypto.randomUUID()}`, await testTopic(1));
  assert.deepEqual(await Promise.all([lag.read(), lag.read(), lag.read()]), [0, 0, 0]);
  assert.equal(admins, 1);
});

Deno.test("while the broker is dead the lag is unknown, soon, and known again when it is back", async () => {
  await using broker = await privateBroker();
  await broker.createTopic("events", 1);
  await using publisher = createPublisher(broker.kafka);
  await publisher.publish("events", records(3));
  await using lag = createLagReader(broker.kafka, "group", "events");
  assert.equal(await lag.read(), 3);
  await broker.kill();
  await eventually(async () => {
    const startedMs = performance.now();
    const value = await lag.read();
    assert.ok(performance.now() - startedMs < 3_000);
    return value === undefined;
  });
  await broker.start();
  await eventually(async () => await lag.read() === 3);
});
