import { Kafka, logLevel } from "kafkajs";
import process from "node:process";
import { testServers } from "./servers.ts";
import "../events/request_queue.ts";

const REQUEST_MAX_MS = 10_000;

/** The brokers of this test process, or those of KAFKA_BROKERS. */
export async function testBrokers(): Promise<string[]> {
  return (await testServers()).kafka.split(",");
}

/** A fresh topic of its own for one test; it goes when the broker goes. */
export async function testTopic(partitions = 6): Promise<string> {
  process.env.KAFKAJS_NO_PARTITIONER_WARNING = "1";
  const kafka = new Kafka({
    clientId: "test-topic",
    brokers: await testBrokers(),
    requestTimeout: REQUEST_MAX_MS,
    logLevel: logLevel.NOTHING,
  });
  const topic = `test-${crypto.randomUUID()}`;
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }],
      waitForLeaders: true,
    });
  } finally {
    await admin.disconnect();
  }
  return topic;
}
