import assert from "node:assert/strict";
import { testTopic } from "../testing/mod.ts";
import { testKafka } from "./broker_fixture.ts";
import { createPublisher, readTopic, topicBounds } from "./mod.ts";

const LONG_MS = 30_000;

async function start() {
  const kafka = await testKafka();
  const topic = await testTopic(3);
  const publisher = createPublisher(kafka);
  return {
    kafka,
    topic,
    publish: (from: number, count: number) =>
      publisher.publish(
        topic,
        Array.from({ length: count }, (_, nth) => ({
          key: String(nth % 7),
          value: new TextEncoder().encode(String(from + nth)),
          headers: {},
        })),
      ),
    [Symbol.asyncDispose]: () => publisher[Symbol.asyncDispose](),
  };
}

Deno.test("a topic is read from the noted places to the noted ends, and further while it grows", async () => {
  await using system = await start();
  const { kafka, topic } = system;
  await system.publish(0, 100);
  const { ends: from } = await topicBounds(kafka, topic);
  await system.publish(100, 100);
  const read = new Set<number>();
  const handle = (_: number, messages: readonly { value: Uint8Array | null }[]) => {
    for (const { value } of messages) read.add(Number(new TextDecoder().decode(value ?? undefined)));
    return Promise.resolve();
  };
  await using reader = await readTopic({ kafka, topic, from, batchMax: 9, handle });
  await reader.reached((await topicBounds(kafka, topic)).ends);
  for (let nth = 100; nth < 200; nth++) assert.ok(read.has(nth), String(nth));
  await system.publish(200, 50);
  await reader.reached((await topicBounds(kafka, topic)).ends);
  for (let nth = 200; nth < 250; nth++) assert.ok(read.has(nth), String(nth));
});

Deno.test("an empty topic is read at once", async () => {
  await using system = await start();
  const { kafka, topic } = system;
  const { lows, ends } = await topicBounds(kafka, topic);
  assert.deepEqual([[...lows.values()], [...ends.values()]], [[0n, 0n, 0n], [0n, 0n, 0n]]);
  await using reader = await readTopic({ kafka, topic, from: lows, batchMax: 9, handle: () => assert.fail() });
  await reader.reached(ends);
});

Deno.test("a reader whose work fails for good tells whoever waits", async () => {
  await using system = await start();
  const { kafka, topic } = system;
  await system.publish(0, 1);
  const { lows, ends } = await topicBounds(kafka, topic);
  const handle = () => Promise.reject(new Error("The database is down"));
  await using reader = await readTopic({ kafka, topic, from: lows, batchMax: 9, handle });
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("It waits for ever")), LONG_MS);
  await assert.rejects(Promise.race([reader.reached(ends), late.promise]), { message: /database is down/ });
  clearTimeout(timer);
});
