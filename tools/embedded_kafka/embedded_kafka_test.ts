import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Kafka, logLevel, type Producer } from "kafkajs";
import { type Broker, brokerCommand, startBroker } from "./testing.ts";

const DEADLINE_MS = 20_000;
const POLL_MS = 20;
const TOPIC = "patient.events.v1";
const PARTITIONS = 6;

function client(broker: Broker): Kafka {
  return new Kafka({
    clientId: "test",
    brokers: [broker.address],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, retries: 20 },
  });
}

/** Gives a folder for one test, and ends with the brokers that it started. */
async function withDataDir(
  run: (dataDir: string, start: (...flags: string[]) => Promise<Broker>) => Promise<void>,
): Promise<void> {
  const dataDir = await Deno.makeTempDir();
  const started: Broker[] = [];
  try {
    await run(dataDir, async (...flags) => {
      const broker = await startBroker({ dataDir, flags });
      started.push(broker);
      return broker;
    });
  } finally {
    await Promise.all(started.map((broker) => broker.kill()));
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!await holds()) {
    if (Date.now() > deadline) throw new Error(`not within ${DEADLINE_MS} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function createTopic(broker: Broker, topic: string, numPartitions = PARTITIONS): Promise<void> {
  const admin = client(broker).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true });
  await admin.disconnect();
}

async function listTopics(broker: Broker): Promise<string[]> {
  const admin = client(broker).admin();
  await admin.connect();
  return await admin.listTopics().finally(() => admin.disconnect());
}

async function connectProducer(broker: Broker): Promise<Producer> {
  const producer = client(broker).producer({ idempotent: true });
  await producer.connect();
  return producer;
}

/** Sends numbered records of a size, in batches, to partition 0. */
async function send(broker: Broker, from: number, count: number, valueBytes = 16): Promise<void> {
  const producer = await connectProducer(broker);
  const batch = 50;
  for (let at = from; at < from + count; at += batch) {
    const numbers = Array.from({ length: Math.min(batch, from + count - at) }, (_, i) => at + i);
    await producer.send({
      topic: TOPIC,
      acks: -1,
      messages: numbers.map((number) => ({ partition: 0, value: Buffer.from(`${number}`.padEnd(valueBytes)) })),
    });
  }
  await producer.disconnect();
}

/** Reads with a group from where it stands until a number of records has come, commits, and leaves. */
async function read(broker: Broker, groupId: string, count: number): Promise<string[]> {
  const consumer = client(broker).consumer({ groupId, maxWaitTimeInMs: 50 });
  const values: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message }) => {
      values.push(message.value!.toString().trim());
      return Promise.resolve();
    },
  });
  await until(`${count} records for ${groupId}`, () => values.length >= count);
  await consumer.disconnect(); // Commits.
  return values;
}

async function offsets(broker: Broker): Promise<{ low: number; high: number }> {
  const admin = client(broker).admin();
  await admin.connect();
  const partitions = await admin.fetchTopicOffsets(TOPIC).finally(() => admin.disconnect());
  const first = partitions.find(({ partition }) => partition === 0)!;
  return { low: Number(first.low), high: Number(first.high) };
}

async function position(broker: Broker, groupId: string): Promise<number> {
  const admin = client(broker).admin();
  await admin.connect();
  const [topic] = await admin.fetchOffsets({ groupId, topics: [TOPIC] }).finally(() => admin.disconnect());
  return Number(topic!.partitions.find(({ partition }) => partition === 0)!.offset);
}

function numbers(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${from + i}`);
}

Deno.test("a group reads what an idempotent producer sent, once, and goes on where it stopped", async () => {
  await withDataDir(async (_, start) => {
    const broker = await start();
    await createTopic(broker, TOPIC);
    assert.equal(await position(broker, "analytics"), -1, "a group that nobody has joined yet is no error");

    await send(broker, 0, 100);
    assert.deepEqual(await read(broker, "analytics", 100), numbers(0, 100));
    await send(broker, 100, 50);
    assert.deepEqual(await read(broker, "analytics", 50), numbers(100, 50));
    assert.equal(await position(broker, "analytics"), 150);
  });
});

Deno.test("a topic that nobody created is not made by sending to it", async () => {
  await withDataDir(async (_, start) => {
    const broker = await start();
    const producer = client(broker).producer({ retry: { retries: 0 } });
    await producer.connect();
    await assert.rejects(producer.send({ topic: "misspelt", messages: [{ value: "1" }] }));
    await producer.disconnect();
    assert.deepEqual(await listTopics(broker), []);
  });
});

Deno.test("a kill -9 keeps topics, acknowledged records and group positions", async () => {
  await withDataDir(async (_, start) => {
    const before = await start();
    await createTopic(before, TOPIC);
    await send(before, 0, 200);
    await read(before, "analytics", 200);
    await send(before, 200, 100);
    await before.kill();

    const after = await start();
    assert.deepEqual(await listTopics(after), [TOPIC]);
    assert.equal(await position(after, "analytics"), 200);
    assert.deepEqual(await read(after, "analytics", 100), numbers(200, 100));
    assert.deepEqual(await read(after, "another", 300), numbers(0, 300));
  });
});

Deno.test("a producer lives on when the broker stops, starts, is killed and starts again", async () => {
  await withDataDir(async (_, start) => {
    let broker = await start();
    const port = broker.address.split(":")[1]!;
    await createTopic(broker, TOPIC);
    const producer = await connectProducer(broker);
    const sendOne = (number: number) =>
      producer.send({ topic: TOPIC, acks: -1, messages: [{ partition: 0, value: Buffer.from(`${number}`) }] });
    const again = async (number: number) => {
      broker = await start("--port", port);
      await until(`record ${number} is taken`, () => sendOne(number).then(() => true, () => false));
    };

    await sendOne(0);
    await broker.stop();
    await again(1);
    await sendOne(2);
    await broker.kill();
    await again(3);
    await producer.disconnect();
    assert.deepEqual([...new Set(await read(broker, "analytics", 4))], numbers(0, 4));
  });
});

Deno.test("a record that was half written at a kill -9 is cut off, and the offsets go on", async () => {
  await withDataDir(async (dataDir, start) => {
    const before = await start();
    await createTopic(before, TOPIC);
    await send(before, 0, 50);
    await before.kill();
    const segment = `${dataDir}/partitions/${TOPIC}-0/0.dat`;
    const whole = await Deno.readFile(segment);
    await Deno.writeFile(segment, whole.subarray(0, 100), { append: true });

    const after = await start();
    await send(after, 50, 50);
    assert.deepEqual(await read(after, "analytics", 100), numbers(0, 100));
  });
});

Deno.test("SIGTERM and SIGINT end the broker with exit code 0 within a second", async () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    await withDataDir(async (_, start) => {
      const broker = await start();
      await createTopic(broker, TOPIC);
      await send(broker, 0, 50);
      const begin = Date.now();
      assert.equal(await broker.stop(signal), 0);
      assert.ok(Date.now() - begin < 1_000, `${signal} took ${Date.now() - begin} ms`);

      assert.deepEqual(await offsets(await start()), { low: 0, high: 50 });
    });
  }
});

async function failure(dataDir: string, flags: string[]): Promise<{ code: number; stderr: string }> {
  const { code, stderr } = await brokerCommand(dataDir, flags, "piped").output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("a used port, a used folder and a folder that is none are said in one line", async () => {
  await withDataDir(async (dataDir, start) => {
    const broker = await start();
    const port = broker.address.split(":")[1]!;
    const other = await Deno.makeTempDir();
    try {
      const usedPort = await failure(other, ["--port", port]);
      assert.equal(usedPort.code, 1);
      assert.equal(usedPort.stderr, `embedded kafka: port ${port} of 127.0.0.1 is in use\n`);

      const usedFolder = await failure(dataDir, ["--port", "0"]);
      assert.equal(usedFolder.code, 1);
      assert.equal(
        usedFolder.stderr,
        `embedded kafka: cannot use the data folder ${dataDir}: another broker uses it\n`,
      );

      await Deno.writeTextFile(`${other}/file`, "");
      const noFolder = await failure(`${other}/file`, ["--port", "0"]);
      assert.equal(noFolder.code, 1);
      assert.match(noFolder.stderr, /^embedded kafka: cannot use the data folder [^\n]+\n$/);

      const badFlag = await failure(other, ["--port", "99999"]);
      assert.equal(badFlag.code, 1);
      assert.equal(badFlag.stderr, "embedded kafka: --port must be a whole number from 0 to 65535\n");
    } finally {
      await Deno.remove(other, { recursive: true });
    }
  });
});

Deno.test("bytes that are not Kafka's protocol close their connection and harm nothing", async () => {
  await withDataDir(async (_, start) => {
    const broker = await start();
    const conn = await Deno.connect({ hostname: "127.0.0.1", port: Number(broker.address.split(":")[1]) });
    await conn.write(new TextEncoder().encode("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"));
    assert.equal(await conn.read(new Uint8Array(1)), null);
    conn.close();
    assert.deepEqual(await listTopics(broker), []);
  });
});

const SMALL = ["--segment-bytes", "10000", "--keep-bytes-per-partition", "50000", "--sweep-ms", "20"];

Deno.test("what every group has read goes, but for the tail, and offsets go on over a kill -9", async () => {
  await withDataDir(async (dataDir, start) => {
    const before = await start(...SMALL, "--max-bytes", "10000000");
    await createTopic(before, TOPIC);
    await send(before, 0, 500, 100);
    await read(before, "slow", 500);
    await read(before, "fast", 500);
    await send(before, 500, 1_500, 100);
    await read(before, "fast", 1_500);
    await until("what both groups have read is dropped", async () => (await offsets(before)).low > 300);
    assert.ok((await offsets(before)).low <= 500, "what the slow group has still to read is kept");

    const rest = await read(before, "slow", 1_500);
    assert.deepEqual(rest, numbers(500, 1_500));
    await until("all but the tail is dropped", async () => await logBytes(dataDir) < 70_000);
    assert.ok(await logBytes(dataDir) > 50_000, "the tail is kept");
    const { low, high } = await offsets(before);
    assert.equal(high, 2_000);
    await before.kill();

    const after = await start(...SMALL, "--max-bytes", "10000000");
    assert.deepEqual(await offsets(after), { low, high });
    assert.equal(await position(after, "slow"), 2_000);
    await send(after, 2_000, 50, 100);
    assert.deepEqual(await read(after, "slow", 50), numbers(2_000, 50));
  });
});

Deno.test("nothing is dropped below the cap without a group, and above it the oldest go", async () => {
  await withDataDir(async (dataDir, start) => {
    const broker = await start(...SMALL, "--max-bytes", "150000");
    await createTopic(broker, TOPIC);
    await send(broker, 0, 1_000, 100); // About 110,000 bytes: more than the tail, less than the cap.
    assert.deepEqual(await offsets(broker), { low: 0, high: 1_000 });

    await send(broker, 1_000, 2_000, 100);
    await until("the log is below its cap", async () => await logBytes(dataDir) <= 150_000);
    const { low, high } = await offsets(broker);
    assert.equal(high, 3_000);
    assert.deepEqual(await read(broker, "late", high - low), numbers(low, high - low));
  });
});

async function logBytes(dataDir: string): Promise<number> {
  let bytes = 0;
  const dir = `${dataDir}/partitions/${TOPIC}-0`;
  for await (const { name } of Deno.readDir(dir)) {
    if (!name.endsWith(".dat")) continue;
    // The sweep may take it between the two calls.
    bytes += await Deno.stat(`${dir}/${name}`).then(({ size }) => size, () => 0);
  }
  return bytes;
}
