import assert from "node:assert/strict";
import { createLogger } from "../telemetry/mod.ts";
import { eventually, testTopic } from "../testing/mod.ts";
import { readRecords, testKafka } from "./broker_fixture.ts";
import { createPublisher, deadLetters, type KafkaRecord, replayDeadLetter, superviseConsumer } from "./mod.ts";

const silent = createLogger("test", "error", () => {});
const record = (key: string, text: string): KafkaRecord => ({
  key,
  value: new TextEncoder().encode(text),
  headers: { ce_id: text, traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
});

/** A topic, its dead letters, and a consumer that reads what begins with "good", or anything once it is mended. */
async function start() {
  const kafka = await testKafka();
  const topics = { topic: await testTopic(2), deadLetterTopic: await testTopic(2) };
  const publisher = createPublisher(kafka);
  const applied: string[] = [];
  let mended = false;
  const consumer = superviseConsumer<string>({
    ...topics,
    kafka,
    groupId: `group-${crypto.randomUUID()}`,
    publisher,
    decode: ({ value }) => {
      const text = new TextDecoder().decode(value);
      if (!mended && !text.startsWith("good")) throw new Error("Is not good");
      return text;
    },
    apply: (events) => {
      applied.push(...events);
      return Promise.resolve();
    },
    batchMax: 10,
    log: silent,
  });
  return {
    kafka,
    topics,
    publisher,
    applied,
    mend: () => mended = true,
    letters: (count: number) =>
      eventually(async () => {
        const all = await deadLetters(kafka, topics);
        return all.length === count && all;
      }, { deadlineMs: 40_000 }),
    [Symbol.asyncDispose]: async () => {
      await consumer[Symbol.asyncDispose]();
      await publisher[Symbol.asyncDispose]();
    },
  };
}

Deno.test("a topic without dead letters has none", async () => {
  await using system = await start();
  assert.deepEqual(await deadLetters(system.kafka, system.topics), []);
});

Deno.test("a dead letter says where it came from and why, and is replayed once, as it was", async () => {
  await using system = await start();
  const { kafka, topics, publisher } = system;
  await publisher.publish(topics.topic, [record("a", "good 1"), record("a", "bad 1"), record("b", "bad 2")]);
  const letters = await system.letters(2);
  for (const { origin, reason, replayedAt } of letters) {
    assert.equal(origin.topic, topics.topic);
    assert.match(`${origin.partition}/${origin.offset}`, /^[01]\/\d+$/);
    assert.deepEqual([reason, replayedAt], ["Is not good", undefined]);
  }
  const [letter = assert.fail()] = letters.filter(({ record: { key } }) => key === "a");
  assert.equal(letter.origin.offset, "1");

  system.mend();
  assert.equal(await replayDeadLetter(publisher, letter, topics), true);
  const known = (await system.letters(2)).find(({ id }) => id === letter.id);
  assert.ok(known?.replayedAt);
  assert.equal(await replayDeadLetter(publisher, known, topics), false);
  await eventually(() => system.applied.includes("bad 1"));
  assert.deepEqual(system.applied, ["good 1", "bad 1"]);

  const [replayed = assert.fail()] = (await readRecords(kafka, topics.topic, 4)).filter(({ message }) =>
    message.headers?.["dlt-replay-of"] !== undefined
  );
  const { headers } = record("a", "bad 1");
  assert.deepEqual(
    Object.fromEntries(Object.entries(replayed.message.headers ?? {}).map(([name, value]) => [name, String(value)])),
    { ...headers, "dlt-replay-of": letter.id },
  );
  assert.equal(String(replayed.message.key), "a");
});

Deno.test("what is still unreadable becomes a dead letter again, and the one before is known as replayed", async () => {
  await using system = await start();
  await system.publisher.publish(system.topics.topic, [record("a", "bad")]);
  const [letter = assert.fail()] = await system.letters(1);
  await replayDeadLetter(system.publisher, letter, system.topics);
  const both = await system.letters(2);
  assert.deepEqual(both.map(({ replayedAt }) => replayedAt !== undefined), [true, false]);
});

Deno.test("a letter that names another topic is not put there", async () => {
  await using system = await start();
  const other = await testTopic(1);
  const { deadLetterTopic } = system.topics;
  const forged = { ...record("a", "bad"), headers: { "dlt-topic": other, "dlt-reason": "None" } };
  await system.publisher.publish(deadLetterTopic, [forged]);
  const [letter = assert.fail()] = await system.letters(1);
  assert.equal(await replayDeadLetter(system.publisher, letter, system.topics), false);
});

Deno.test("a record cannot pass for a note about another letter", async () => {
  await using system = await start();
  await system.publisher.publish(system.topics.topic, [record("a", "bad 1")]);
  const [{ id } = assert.fail()] = await system.letters(1);
  const forged = { ...record("b", "bad 2"), headers: { "dlt-replayed": id, "dlt-cut-off": "true" } };
  await system.publisher.publish(system.topics.topic, [forged]);
  const letters = await system.letters(2);
  assert.deepEqual(letters.map(({ replayedAt, whole }) => [replayedAt, whole]), [[undefined, true], [undefined, true]]);
});
