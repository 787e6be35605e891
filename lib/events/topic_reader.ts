import type { Kafka, KafkaMessage } from "kafkajs";
import { withDeadline } from "../service/mod.ts";

/** A place in each partition of a topic: the offset of the record that comes next there. */
export type Offsets = ReadonlyMap<number, bigint>;

export interface TopicBounds {
  /** The first records that are still there. */
  readonly lows: Offsets;
  /** Behind the last records that are there by now. */
  readonly ends: Offsets;
}

const ADMIN_DEADLINE_MS = 10_000;
const STOP_DEADLINE_MS = 2_000;
const FETCH_WAIT_MS = 100;
const SESSION_TIMEOUT_MS = 30_000;

export async function topicBounds(kafka: Kafka, topic: string): Promise<TopicBounds> {
  const admin = kafka.admin();
  try {
    await withDeadline(admin.connect(), ADMIN_DEADLINE_MS, "Kafka");
    const partitions = await withDeadline(admin.fetchTopicOffsets(topic), ADMIN_DEADLINE_MS, "Kafka");
    return {
      lows: new Map(partitions.map(({ partition, low }) => [partition, BigInt(low)])),
      ends: new Map(partitions.map(({ partition, high }) => [partition, BigInt(high)])),
    };
  } finally {
    await withDeadline(admin.disconnect(), STOP_DEADLINE_MS, "Kafka").catch(() => undefined);
  }
}

export interface TopicReaderOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  readonly from: Offsets;
  /** Records of one partition, in order. */
  readonly handle: (partition: number, messages: readonly KafkaMessage[]) => Promise<void>;
  readonly batchMax: number;
}

export interface TopicReader extends AsyncDisposable {
  /** Resolves when all before these places is handled; rejects when the reader ended: it does not begin again. */
  reached(places: Offsets): Promise<void>;
}

/**
 * Reads a whole topic from given places on, for a command that runs once: no place is remembered, nobody else's share
 * of the work changes. Kafka wants a group for that; this one is alone in it and gone with it.
 */
export async function readTopic(options: TopicReaderOptions): Promise<TopicReader> {
  const { kafka, topic, from, handle, batchMax } = options;
  const positions = new Map(from);
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {}); // Whoever waits hears of it.
  let moved = Promise.withResolvers<void>();
  const consumer = kafka.consumer({
    groupId: `reader-${crypto.randomUUID()}`,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    sessionTimeout: SESSION_TIMEOUT_MS,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5, restartOnFailure: () => Promise.resolve(false) },
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => ended.reject(payload.error));

  await withDeadline(consumer.connect(), ADMIN_DEADLINE_MS, "Kafka");
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset, heartbeat, isStale, isRunning }) => {
      for (let start = 0; start < batch.messages.length; start += batchMax) {
        if (isStale() || !isRunning()) return; // Before the seek below it may have begun elsewhere.
        const messages = batch.messages.slice(start, start + batchMax);
        const last = messages.at(-1);
        if (last === undefined) return;
        await handle(batch.partition, messages);
        resolveOffset(last.offset);
        positions.set(batch.partition, BigInt(last.offset) + 1n);
        moved.resolve();
        moved = Promise.withResolvers();
        await heartbeat();
      }
    },
  });
  for (const [partition, offset] of from) consumer.seek({ topic, partition, offset: String(offset) });

  return {
    reached: async (places) => {
      const behind = () => [...places].some(([partition, offset]) => (positions.get(partition) ?? 0n) < offset);
      while (behind()) await Promise.race([moved.promise, ended.promise]);
    },
    [Symbol.asyncDispose]: () => withDeadline(consumer.disconnect(), STOP_DEADLINE_MS, "Kafka").catch(() => undefined),
  };
}
