import { createKafka, createPublisher, PATIENT_EVENTS } from "@pms/lib/events";

/** One record of the topic, as far as two of them can be told apart. */
export interface TopicRecord {
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

const READ_MS_MAX = 60_000;
const REPEATS = 200;

const clientOf = (brokers: string) => createKafka({ brokers: brokers.split(","), clientId: "faults" });

/** A group that never reads on: what it has not read, the embedded broker does not drop. */
export async function keepTopic(brokers: string): Promise<void> {
  const admin = clientOf(brokers).admin();
  await admin.connect();
  try {
    const partitions = (await admin.fetchTopicOffsets(PATIENT_EVENTS)).map(({ partition }) => ({
      partition,
      offset: "0",
    }));
    await admin.setOffsets({ groupId: "faults", topic: PATIENT_EVENTS, partitions });
  } finally {
    await admin.disconnect();
  }
}

/** Sends the oldest records once more, just as they are. */
export async function repeatRecords(brokers: string): Promise<void> {
  const records = await readTopic(brokers, REPEATS);
  await using publisher = createPublisher(clientOf(brokers));
  if (records.length > 0) await publisher.publish(PATIENT_EVENTS, records);
}

/** The records up to now, each partition's in order, or the first `max` that come. */
export async function readTopic(brokers: string, max = Infinity): Promise<TopicRecord[]> {
  const kafka = clientOf(brokers);
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(PATIENT_EVENTS).finally(() => admin.disconnect());
  const left = new Map(
    offsets.map(({ partition, low, high }) => [partition, { next: Number(low), end: Number(high) }]),
  );
  const records: TopicRecord[] = [];
  const isRead = () => records.length >= max || [...left.values()].every(({ next, end }) => next >= end);
  if (isRead()) return records;

  const read = Promise.withResolvers<void>();
  const timer = setTimeout(() => read.reject(new Error(`Cannot read ${PATIENT_EVENTS} to its end`)), READ_MS_MAX);
  const consumer = kafka.consumer({ groupId: `faults-${crypto.randomUUID()}`, maxWaitTimeInMs: 100 });
  consumer.on(consumer.events.CRASH, ({ payload }) => read.reject(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [PATIENT_EVENTS], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ partition, message }) => {
        const position = left.get(partition);
        const offset = Number(message.offset);
        // A rebalance begins again from the start: what was read before is passed over.
        if (position === undefined || offset < position.next || offset >= position.end) return Promise.resolve();
        position.next = offset + 1;
        records.push({
          key: message.key?.toString() ?? "",
          value: message.value ?? new Uint8Array(),
          headers: Object.fromEntries(
            Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
          ),
        });
        if (isRead()) read.resolve();
        return Promise.resolve();
      },
    });
    await read.promise;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect().catch(() => {}); // Its lines may be cut by now; nothing hangs on the goodbye.
  }
  return records;
}
