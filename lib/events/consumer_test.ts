import assert from "node:assert/strict";
import { CompressionTypes, type Kafka } from "kafkajs";
import { createLogger } from "../telemetry/mod.ts";
import { eventually, testTopic } from "../testing/mod.ts";
import { privateBroker, readRecords, testKafka } from "./broker_fixture.ts";
import {
  type ConsumerOptions,
  createLagReader,
  createPublisher,
  deadLetters,
  replayDeadLetter,
  superviseConsumer,
} from "./mod.ts";

const LONG = { deadlineMs: 40_000 };

/** Two topics, a group, and consumers of it whose events are the records' texts; "bad" cannot be read. */
async function start(given: { kafka?: Kafka; topic?: string; deadLetterTopic?: string; partitions?: number } = {}) {
  const kafka = given.kafka ?? await testKafka();
  const topic = given.topic ?? await testTopic(given.partitions ?? 1);
  const deadLetterTopic = given.deadLetterTopic ?? await testTopic(1);
  const groupId = `group-${crypto.randomUUID()}`;
  const publisher = createPublisher(kafka);
  const lag = createLagReader(kafka, groupId, topic);
  const lines: string[] = [];
  const base: ConsumerOptions<string> = {
    kafka,
    groupId,
    topic,
    deadLetterTopic,
    publisher,
    decode: ({ value }) => {
      const text = new TextDecoder().decode(value);
      if (text.startsWith("bad")) throw new Error("Is no event");
      return text;
    },
    apply: () => Promise.resolve(),
    batchMax: 100,
    log: createLogger("test", "debug", (line) => lines.push(line)),
  };
  return {
    base,
    topic,
    deadLetterTopic,
    lines,
    consume: (apply: ConsumerOptions<string>["apply"], more: Partial<ConsumerOptions<string>> = {}) =>
      superviseConsumer({ ...base, apply, ...more }),
    publish: (values: readonly string[], key = "ada") =>
      publisher.publish(
        topic,
        values.map((value) => ({ key, value: new TextEncoder().encode(value), headers: { origin: "test" } })),
      ),
    lag: () => lag.read(),
    [Symbol.asyncDispose]: async () => {
      await publisher[Symbol.asyncDispose]();
      await lag[Symbol.asyncDispose]();
    },
  };
}

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => String(from + index));

Deno.test("events of one partition are applied in order, in batches that are not too large, each once", async () => {
  await using system = await start();
  await system.publish(numbers(250));
  const batches: (readonly string[])[] = [];
  await using consumer = system.consume((events) => {
    batches.push(events);
    return Promise.resolve();
  }, { batchMax: 40 });
  await eventually(async () => await system.lag() === 0);
  assert.deepEqual(batches.flat(), numbers(250));
  assert.ok(batches.every((events) => events.length <= 40));
  assert.equal(consumer.running(), true);
});

Deno.test("an event is committed only after its effect: while that fails it comes again, and nothing overtakes it", async () => {
  await using system = await start();
  await system.publish(numbers(5));
  const applied: string[] = [];
  let failing = true;
  let tries = 0;
  await using _ = system.consume((events) => {
    tries++;
    if (failing) return Promise.reject(new Error("The database is down"));
    applied.push(...events);
    return Promise.resolve();
  });
  await eventually(() => tries >= 6, LONG); // More often than kafkajs itself would try.
  assert.equal(await system.lag(), 5);
  await system.publish(numbers(5, 5));
  failing = false;
  await eventually(async () => await system.lag() === 0, LONG);
  assert.deepEqual(applied, numbers(10));
  assert.equal(system.lines.join().includes("The database is down"), false);
});

Deno.test("a consumer that starts anew goes on where the last one was", async () => {
  await using system = await start();
  const applied: string[] = [];
  const apply = (events: readonly string[]) => {
    applied.push(...events);
    return Promise.resolve();
  };
  await system.publish(numbers(3));
  {
    await using _ = system.consume(apply);
    await eventually(async () => await system.lag() === 0);
  }
  await system.publish(numbers(3, 3));
  await using _ = system.consume(apply);
  await eventually(async () => await system.lag() === 0);
  assert.deepEqual(applied, numbers(6));
});

Deno.test("what cannot be read goes to the dead letters as it came, with reason and origin, and the rest goes on", async () => {
  await using system = await start();
  const applied: string[] = [];
  await system.publish(["0", "bad one", "1", "2"]);
  await system.publish(["bad two"], "bob");
  await system.publish(["3"]);
  await using _ = system.consume((events) => {
    applied.push(...events);
    return Promise.resolve();
  });
  await eventually(async () => await system.lag() === 0);
  assert.deepEqual(applied, ["0", "1", "2", "3"]);

  const dead = await readRecords(system.base.kafka, system.deadLetterTopic, 2);
  assert.deepEqual(
    dead.map(({ message }) => [String(message.key), String(message.value)]),
    [["ada", "bad one"], ["bob", "bad two"]],
  );
  const headers = Object.fromEntries(
    Object.entries(dead[1]?.message.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  assert.deepEqual(headers, {
    "origin": "test",
    "dlt-topic": system.topic,
    "dlt-partition": "0",
    "dlt-offset": "4",
    "dlt-reason": "Is no event",
  });
  assert.ok(system.lines.some((line) => JSON.parse(line).event === "records set aside as dead letters"));
  assert.equal(system.lines.join().includes("bad one"), false);
});

Deno.test("a record without a value or key is unreadable like any other", async () => {
  await using system = await start();
  const producer = system.base.kafka.producer();
  await producer.connect();
  await producer.send({ topic: system.topic, messages: [{ key: null, value: null }, { value: "1" }] });
  await producer.disconnect();
  const applied: string[] = [];
  await using _ = system.consume((events) => {
    applied.push(...events);
    return Promise.resolve();
  }, {
    decode: ({ key, value }) => {
      if (value.length === 0) throw new Error("Is empty");
      return `${key}:${new TextDecoder().decode(value)}`;
    },
  });
  await eventually(async () => await system.lag() === 0);
  assert.deepEqual(applied, ["undefined:1"]);
  assert.equal((await readRecords(system.base.kafka, system.deadLetterTopic, 1)).length, 1);
});

Deno.test("dead letters that are too large together go apart, and of one that is too large alone its place and reason", async () => {
  await using system = await start();
  // Compressed they fit into one record batch of the topic; dead letters are not compressed, and have more headers.
  const send = async (values: readonly string[]) => {
    const producer = system.base.kafka.producer();
    await producer.connect();
    const messages = values.map((value) => ({ key: "ada", value }));
    await producer.send({ topic: system.topic, messages, compression: CompressionTypes.GZIP });
    await producer.disconnect();
  };
  await send(numbers(90).map((nth) => `bad ${nth} `.padEnd(20_000, "x")));
  await send(["bad".padEnd(2_000_000, "x"), "good"]);
  const applied: string[] = [];
  await using _ = system.consume((events) => {
    applied.push(...events);
    return Promise.resolve();
  });
  await eventually(async () => await system.lag() === 0, LONG);
  assert.deepEqual(applied, ["good"]);

  const letters = await deadLetters(system.base.kafka, system);
  const whole = letters.filter((letter) => letter.whole);
  assert.deepEqual(
    new Set(whole.map(({ record }) => new TextDecoder().decode(record.value).split(" ")[1])),
    new Set(numbers(90)),
  );
  const [cut, ...others] = letters.filter((letter) => !letter.whole);
  assert.equal(others.length, 0);
  assert.deepEqual(cut?.origin, { topic: system.topic, partition: "0", offset: "90" });
  assert.equal(cut?.reason, "Is no event");
  assert.equal(await replayDeadLetter(system.base.publisher, cut ?? assert.fail(), system), false);
});

Deno.test("the log says what ended a consumer", async () => {
  await using system = await start();
  await system.publish(["1"]);
  let failures = 0; // kafkajs itself tries four times.
  await using _ = system.consume(() => {
    if (++failures < 5) return Promise.reject(Object.assign(new Error("of the effect"), { code: "23514" }));
    return Promise.resolve();
  });
  await eventually(async () => await system.lag() === 0, LONG);
  const ended = system.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === "consumer ended");
  assert.equal(ended.length, 1);
  assert.match(JSON.stringify(ended[0].error), /"code":"23514"/);
});

Deno.test("while dead letters cannot be written nothing is skipped", async () => {
  await using system = await start();
  const publisher = { ...system.base.publisher };
  let failures = 0;
  await system.publish(["bad", "1"]);
  const applied: string[] = [];
  await using _ = system.consume((events) => {
    applied.push(...events);
    return Promise.resolve();
  }, {
    publisher: {
      ...publisher,
      publish: (topic, records) =>
        ++failures < 3 ? Promise.reject(new Error("down")) : system.base.publisher.publish(topic, records),
    },
  });
  await eventually(async () => await system.lag() === 0, LONG);
  assert.deepEqual(applied, ["1"]);
  assert.equal((await readRecords(system.base.kafka, system.deadLetterTopic, 1)).length, 1);
});

Deno.test("two consumers of a group share the partitions, and one takes over all when the other leaves", async () => {
  await using system = await start({ partitions: 6 });
  const got: [string[], string[]] = [[], []];
  const take = (mine: string[]) => (events: readonly string[]) => {
    mine.push(...events);
    return Promise.resolve();
  };
  const first = system.consume(take(got[0]));
  await using _second = system.consume(take(got[1]));
  let wave = 0;
  const publishWave = async () => {
    wave++;
    for (let key = 0; key < 24; key++) await system.publish([`${wave}/${key}`], `key-${key}`);
  };
  await eventually(async () => {
    got[0].length = got[1].length = 0;
    await publishWave();
    await eventually(async () => await system.lag() === 0);
    return got[0].length > 0 && got[1].length > 0;
  }, LONG);
  assert.equal(new Set(got.flat()).size, 24);

  await first[Symbol.asyncDispose]();
  got[0].length = got[1].length = 0;
  await publishWave();
  await eventually(async () => await system.lag() === 0, LONG);
  assert.deepEqual([got[0].length, new Set(got[1]).size], [0, 24]);
});

Deno.test("a consumer comes back after its process stood still for longer than its session", async () => {
  await using system = await start();
  const applied = new Set<string>();
  let stalled = false;
  await using _ = system.consume((events) => {
    if (!stalled) {
      stalled = true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 8_000); // The whole process, not just this function.
    }
    for (const event of events) applied.add(event);
    return Promise.resolve();
  });
  await system.publish(numbers(3));
  await eventually(() => applied.size === 3, LONG);
  await system.publish(numbers(3, 3));
  await eventually(async () => applied.size === 6 && await system.lag() === 0, LONG);
});

Deno.test("a consumer comes back after its broker was killed, and misses nothing", async () => {
  await using broker = await privateBroker();
  await broker.createTopic("events", 2);
  await broker.createTopic("events.dlt", 1);
  await using system = await start({ kafka: broker.kafka, topic: "events", deadLetterTopic: "events.dlt" });
  const applied = new Set<string>();
  await using consumer = system.consume((events) => {
    for (const event of events) applied.add(event);
    return Promise.resolve();
  });
  await system.publish(numbers(3));
  await eventually(() => applied.size === 3, LONG);
  await broker.kill();
  await eventually(() => !consumer.running(), LONG);
  await broker.start();
  await eventually(() => system.publish(numbers(3, 3)).then(() => true), LONG);
  await eventually(() => applied.size === 6 && consumer.running(), LONG);
});

Deno.test("a consumer that starts before its broker joins when that is there", async () => {
  await using broker = await privateBroker();
  await broker.createTopic("events", 1);
  await broker.createTopic("events.dlt", 1);
  await broker.kill();
  await using system = await start({ kafka: broker.kafka, topic: "events", deadLetterTopic: "events.dlt" });
  await using consumer = system.consume(() => Promise.resolve());
  await eventually(() => system.lines.some((line) => JSON.parse(line).event === "consumer ended"), LONG);
  assert.equal(consumer.running(), false);
  await broker.start();
  await eventually(() => consumer.running(), LONG);
});

Deno.test("leaving takes less than two seconds, when idle and when the broker is dead", async () => {
  await using broker = await privateBroker();
  await broker.createTopic("events", 1);
  await broker.createTopic("events.dlt", 1);
  await using system = await start({ kafka: broker.kafka, topic: "events", deadLetterTopic: "events.dlt" });
  const leaving = async (before: () => Promise<void>) => {
    const consumer = system.consume(() => Promise.resolve());
    await eventually(() => consumer.running(), LONG);
    await before();
    const startedMs = performance.now();
    await consumer[Symbol.asyncDispose]();
    const tookMs = performance.now() - startedMs;
    assert.ok(tookMs < 2_000, `${tookMs} ms`);
  };
  await leaving(() => Promise.resolve());
  await leaving(() => Promise.resolve()); // At once: the first has left its group, nobody waits for its session.
  await leaving(() => broker.kill());
});

Deno.test("an effect that runs is finished before leaving, and committed", async () => {
  await using system = await start();
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  await system.publish(["1"]);
  let finished = false;
  const consumer = system.consume(async () => {
    begun.resolve();
    await release.promise;
    finished = true;
  });
  await begun.promise;
  const left = consumer[Symbol.asyncDispose]();
  release.resolve();
  await left;
  assert.equal(finished, true);
  assert.equal(await eventually(() => system.lag()), 0);
});
