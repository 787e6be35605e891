import type { Consumer, Kafka, KafkaMessage } from "kafkajs";
import { fileURLToPath } from "node:url";
import { eventually, testBrokers } from "../testing/mod.ts";
import { createKafka } from "./mod.ts";

const PROGRAM = new URL("../../tools/embedded_kafka/", import.meta.url);
const READY_MS = 30_000;

export async function testKafka(): Promise<Kafka> {
  return createKafka({ brokers: await testBrokers(), clientId: "test" });
}

export interface PrivateBroker extends AsyncDisposable {
  readonly kafka: Kafka;
  /** As by `kill -9`. */
  kill(): Promise<void>;
  /** On the same port and with the same data. */
  start(): Promise<void>;
  createTopic(name: string, partitions: number): Promise<void>;
}

/** A broker of this test alone, which it may kill and start again. */
export async function privateBroker(): Promise<PrivateBroker> {
  const dataDir = await Deno.makeTempDir();
  let broker = await spawn(dataDir, 0);
  const { port } = broker;
  const kafka = createKafka({ brokers: [`127.0.0.1:${port}`], clientId: "test" });
  return {
    kafka,
    kill: () => broker.kill(),
    start: async () => {
      broker = await spawn(dataDir, port);
    },
    createTopic: async (topic, numPartitions) => {
      const admin = kafka.admin();
      await admin.connect();
      await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 1 }], waitForLeaders: true });
      await admin.disconnect();
    },
    [Symbol.asyncDispose]: async () => {
      await broker.kill();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

async function spawn(dataDir: string, port: number): Promise<{ port: number; kill(): Promise<void> }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--allow-net=127.0.0.1",
      `--allow-read=${fileURLToPath(PROGRAM)},${dataDir}`,
      `--allow-write=${dataDir}`,
      fileURLToPath(new URL("main.ts", PROGRAM)),
      "--data-dir",
      dataDir,
      "--port",
      String(port),
    ],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), READY_MS);
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("\n")) break; // It prints one line only, once it listens.
  }
  clearTimeout(timer);
  const listening = /listening on 127\.0\.0\.1:(\d+)/.exec(text)?.[1];
  if (listening === undefined) throw new Error(`The broker did not start: ${text}`);
  let ended = false;
  return {
    port: Number(listening),
    kill: async () => {
      if (!ended) child.kill("SIGKILL");
      ended = true;
      await child.status;
    },
  };
}

export interface Read {
  readonly partition: number;
  readonly message: KafkaMessage;
}

/** The first records of a topic, as soon as there are so many. */
export async function readRecords(kafka: Kafka, topic: string, count: number): Promise<Read[]> {
  const consumer: Consumer = kafka.consumer({ groupId: `reader-${crypto.randomUUID()}`, maxWaitTimeInMs: 100 });
  const read: Read[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ partition, message }) => {
        read.push({ partition, message });
        return Promise.resolve();
      },
    });
    await eventually(() => read.length >= count);
  } finally {
    await consumer.disconnect();
  }
  return read;
}
