import assert from "node:assert/strict";
import { Kafka, logLevel } from "kafkajs";
import { testBrokers, testTopic } from "./kafka.ts";

Deno.test("testTopic() makes a topic with the partitions asked for", async () => {
  const topic = await testTopic(3);
  const admin = new Kafka({ brokers: await testBrokers(), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    assert.equal(topics[0]?.partitions.length, 3);
  } finally {
    await admin.disconnect();
  }
});
