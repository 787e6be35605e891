/** Measures the embedded broker: rates, memory and disk after a million events, and after a kill -9. See README.md. */
import { Buffer } from "node:buffer";
import { parseArgs } from "node:util";
import { type Consumer, Kafka, logLevel } from "kafkajs";
import { type Broker, startBroker } from "./testing.ts";

const TOPIC = "patient.events.v1";
const GROUP = "measure";
const PARTITIONS = 6;
const BATCH = 500;
const VALUE_BYTES = 120;
const DEADLINE_MS = 120_000;

const { values } = parseArgs({ options: { events: { type: "string", default: "1000000" } } });
const EVENTS = Number(values.events);

function client(broker: Broker): Kafka {
  return new Kafka({ clientId: "measure", brokers: [broker.address], logLevel: logLevel.NOTHING });
}

/** The shape of this system's events: a protobuf of 120 bytes, and CloudEvents headers. */
function event(number: number) {
  const id = `0199a2b4-7c00-7000-8000-${number.toString(16).padStart(12, "0")}`;
  return {
    key: id,
    value: Buffer.alloc(VALUE_BYTES, number % 251),
    headers: {
      ce_specversion: "1.0",
      ce_id: id,
      ce_type: "patient.registered.v1",
      ce_source: "/services/patient",
      ce_time: "2026-01-01T00:00:00.000Z",
      "content-type": "application/protobuf",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    },
  };
}

async function send(broker: Broker): Promise<number> {
  const producer = client(broker).producer({ idempotent: true });
  await producer.connect();
  const start = performance.now();
  for (let sent = 0; sent < EVENTS; sent += BATCH) {
    const messages = Array.from({ length: Math.min(BATCH, EVENTS - sent) }, (_, i) => event(sent + i));
    await producer.send({ topic: TOPIC, acks: -1, messages });
  }
  const seconds = (performance.now() - start) / 1000;
  await producer.disconnect();
  return EVENTS / seconds;
}

async function sendSingly(broker: Broker, count: number): Promise<number> {
  const producer = client(broker).producer({ idempotent: true });
  await producer.connect();
  const start = performance.now();
  for (let i = 0; i < count; i++) await producer.send({ topic: TOPIC, acks: -1, messages: [event(i)] });
  const seconds = (performance.now() - start) / 1000;
  await producer.disconnect();
  return count / seconds;
}

/** Reads all events with a group that commits, and says how many a second. */
async function follow(broker: Broker): Promise<{ consumer: Consumer; done: Promise<number> }> {
  const consumer = client(broker).consumer({ groupId: GROUP, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  const all = Promise.withResolvers<number>();
  let seen = 0;
  let start = 0;
  await consumer.run({
    eachBatchAutoResolve: true,
    autoCommitThreshold: 5_000,
    eachBatch: ({ batch }) => {
      start ||= performance.now();
      seen += batch.messages.length;
      if (seen >= EVENTS) all.resolve(seen / ((performance.now() - start) / 1000));
      return Promise.resolve();
    },
  });
  const timer = setTimeout(() => all.reject(new Error(`only ${seen} of ${EVENTS} events read`)), DEADLINE_MS);
  return { consumer, done: all.promise.finally(() => clearTimeout(timer)) };
}

async function positions(broker: Broker, withGroup: boolean): Promise<string> {
  const admin = client(broker).admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(TOPIC);
    const [topic] = withGroup ? await admin.fetchOffsets({ groupId: GROUP, topics: [TOPIC] }) : [];
    const groups = new Map(topic?.partitions.map(({ partition, offset }) => [partition, offset]));
    return ends.sort((a, b) => a.partition - b.partition)
      .map(({ partition, high }) => `${partition}: ${groups.get(partition) ?? "-"} of ${high}`).join(", ");
  } finally {
    await admin.disconnect();
  }
}

async function output(command: string, ...args: string[]): Promise<string> {
  return new TextDecoder().decode((await new Deno.Command(command, { args }).output()).stdout);
}

async function report(broker: Broker, dataDir: string, when: string): Promise<void> {
  const status = await output("/bin/cat", `/proc/${broker.pid}/status`);
  const kib = (name: string) => Math.round(Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))?.[1]) / 1024);
  const disk = (await output("/usr/bin/du", "-sm", dataDir)).split("\t")[0];
  console.log(`  ${when}: resident ${kib("VmRSS")} MiB (peak ${kib("VmHWM")}), disk ${disk} MiB`);
}

async function createTopic(broker: Broker): Promise<void> {
  const admin = client(broker).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: PARTITIONS }] });
  await admin.disconnect();
}

async function restart(broker: Broker, dataDir: string): Promise<Broker> {
  await broker.kill();
  const start = performance.now();
  const next = await startBroker({ dataDir });
  console.log(`  kill -9, ready again after ${Math.round(performance.now() - start)} ms`);
  return next;
}

async function measure(name: string, withConsumer: boolean): Promise<void> {
  console.log(`${name}: ${EVENTS} events of ${VALUE_BYTES} bytes and headers, in batches of ${BATCH}`);
  const dataDir = await Deno.makeTempDir();
  let broker = await startBroker({ dataDir });
  try {
    await report(broker, dataDir, "idle");
    await createTopic(broker);
    const reading = withConsumer ? await follow(broker) : undefined;
    console.log(`  sent ${Math.round(await send(broker))}/s`);
    if (reading) {
      console.log(`  read along ${Math.round(await reading.done)}/s`);
      await reading.consumer.disconnect(); // Commits what was read.
    }
    await report(broker, dataDir, "after the last event");
    const before = await positions(broker, withConsumer);
    broker = await restart(broker, dataDir);
    await report(broker, dataDir, "after the restart");
    const after = await positions(broker, withConsumer);
    console.log(`  positions ${before === after ? "intact" : "CHANGED"}: ${after}`);
    if (before !== after) throw new Error(`positions were ${before}`);
    console.log(`  one event at a time ${Math.round(await sendSingly(broker, 2_000))}/s`);
    const stop = performance.now();
    await broker.stop();
    console.log(`  SIGTERM to exit ${Math.round(performance.now() - stop)} ms`);
  } finally {
    await broker.kill();
    await Deno.remove(dataDir, { recursive: true });
  }
}

await measure("with a consumer group", true);
await measure("without a consumer", false);
