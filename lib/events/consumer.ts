import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import { rest, withDeadline } from "../service/mod.ts";
import { inSpan, type Logger, type SpanSpec } from "../telemetry/mod.ts";
import type { Publisher } from "./broker.ts";
import type { ConsumerObserver } from "./consumer_metrics.ts";

export interface ConsumerOptions<Event> {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topic: string;
  readonly deadLetterTopic: string;
  readonly publisher: Publisher;
  /** Throws when the record cannot be read: it then goes to the dead letters, and the partition goes on. */
  readonly decode: (record: { readonly key: string | undefined; readonly value: Uint8Array }) => Event;
  /** The effect of some events of one partition, in order, all or none. They may come again, and late. */
  readonly apply: (events: readonly Event[]) => Promise<void>;
  readonly batchMax: number;
  readonly log: Logger;
  readonly observer?: ConsumerObserver;
}

export interface SupervisedConsumer extends AsyncDisposable {
  /** Whether it is in its group and fetching. */
  running(): boolean;
}

const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_MS = 1_000;
const FETCH_WAIT_MS = 500;
/** Less than the megabyte of kafkajs: a consumer that catches up holds several fetches of all its partitions. */
const FETCH_BYTES_PER_PARTITION_MAX = 262_144;
/** A consumer that has not fetched for this long is taken for dead, whatever it says. */
const SILENCE_MS_MAX = 30_000;
const STOP_DEADLINE_MS = 1_500;
const BACKOFF_MS_MAX = 2_000;

/**
 * Keeps one consumer of the group alive until disposed. kafkajs ends a consumer for good after some faults and
 * restarts it after others; here any end means a new one, so there is one way back and not two.
 */
export function superviseConsumer<Event>(options: ConsumerOptions<Event>): SupervisedConsumer {
  const stop = new AbortController();
  let joined = false;
  const supervising = supervise();

  async function supervise(): Promise<void> {
    let failures = 0;
    while (!stop.signal.aborted) {
      try {
        await consumeUntilItEnds(options, stop.signal, (state) => {
          joined = state;
          if (state) failures = 0;
        });
      } catch (error) {
        options.log.warn("consumer ended", { topic: options.topic, attempt: ++failures, error });
      }
      joined = false;
      await rest(Math.min(100 * 2 ** failures, BACKOFF_MS_MAX), stop.signal);
    }
  }

  return {
    running: () => joined,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await supervising;
    },
  };
}

/** Resolves when the signal fires, rejects with the reason when the consumer ends by itself. */
async function consumeUntilItEnds<Event>(
  options: ConsumerOptions<Event>,
  signal: AbortSignal,
  onJoined: (joined: boolean) => void,
): Promise<void> {
  const consumer = options.kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    rebalanceTimeout: SESSION_TIMEOUT_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    maxBytesPerPartition: FETCH_BYTES_PER_PARTITION_MAX,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3, restartOnFailure: () => Promise.resolve(false) },
  });
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => {}); // It may end while it is still joining.
  const aborted = () => ended.resolve();
  signal.addEventListener("abort", aborted);
  let lastFetchMs = Date.now();
  const watchdog = setInterval(() => {
    if (Date.now() - lastFetchMs > SILENCE_MS_MAX) ended.reject(new Error("The consumer has not fetched for too long"));
  }, 1_000);
  consumer.on(consumer.events.FETCH, () => lastFetchMs = Date.now());
  consumer.on(consumer.events.GROUP_JOIN, () => onJoined(true));
  consumer.on(consumer.events.CRASH, ({ payload }) => ended.reject(payload.error));
  consumer.on(consumer.events.STOP, () => ended.reject(new Error("The consumer stopped by itself")));
  let leaving = false;
  try {
    await Promise.race([ended.promise, joinGroup(consumer, options, () => leaving)]);
    await ended.promise;
  } finally {
    leaving = true;
    clearInterval(watchdog);
    signal.removeEventListener("abort", aborted);
    await leaveGroup(consumer, options.log);
  }
}

async function joinGroup<Event>(consumer: Consumer, options: ConsumerOptions<Event>, isLeaving: () => boolean) {
  await consumer.connect();
  if (isLeaving()) return await consumer.disconnect(); // Else a consumer that nobody watches would go on.
  await consumer.subscribe({ topics: [options.topic], fromBeginning: true });
  if (isLeaving()) return;
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: (payload) => consumeBatch(payload, options),
  });
}

async function leaveGroup(consumer: Consumer, log: Logger): Promise<void> {
  try {
    await withDeadline(consumer.disconnect(), STOP_DEADLINE_MS, "Kafka");
  } catch (error) {
    log.warn("consumer could not leave its group", { error });
  }
}

/** Effect first, offset after it: a crash in between brings the events again, and they change nothing. */
export async function consumeBatch<Event>(payload: EachBatchPayload, options: ConsumerOptions<Event>): Promise<void> {
  const { batch, resolveOffset, commitOffsetsIfNecessary, uncommittedOffsets, heartbeat, isRunning, isStale } = payload;
  for (let start = 0; start < batch.messages.length; start += options.batchMax) {
    if (!isRunning() || isStale()) return;
    const messages = batch.messages.slice(start, start + options.batchMax);
    const { events, readable, unreadable } = decodeAll(messages, options);
    if (unreadable.length > 0) await setAside(unreadable, batch.partition, options);
    if (events.length > 0) await inSpan(() => spanOf(readable, options.topic), () => options.apply(events));
    options.observer?.applied(readable.map((message) => headerOf(message, "ce_time")));
    const last = messages.at(-1);
    if (last !== undefined) resolveOffset(last.offset);
    await commitOffsetsIfNecessary(uncommittedOffsets());
    await heartbeat();
  }
}

function spanOf(messages: readonly KafkaMessage[], topic: string): SpanSpec {
  return {
    name: `process ${topic}`,
    kind: "consumer",
    attribute: ["messaging.batch.message_count", messages.length],
    causes: messages.map((message) => headerOf(message, "traceparent")),
  };
}

interface Unreadable {
  readonly message: KafkaMessage;
  readonly reason: string;
}

function decodeAll<Event>(
  messages: readonly KafkaMessage[],
  { decode }: ConsumerOptions<Event>,
): { events: Event[]; readable: KafkaMessage[]; unreadable: Unreadable[] } {
  const events: Event[] = [];
  const readable: KafkaMessage[] = [];
  const unreadable: Unreadable[] = [];
  for (const message of messages) {
    try {
      events.push(decode({ key: message.key?.toString(), value: message.value ?? new Uint8Array() }));
      readable.push(message);
    } catch (error) {
      unreadable.push({ message, reason: error instanceof Error ? error.message : "unreadable" });
    }
  }
  return { events, readable, unreadable };
}

/** To the dead letters as it came, with where it came from and why. */
async function setAside<Event>(
  unreadable: readonly Unreadable[],
  partition: number,
  { publisher, deadLetterTopic, topic, log, observer }: ConsumerOptions<Event>,
): Promise<void> {
  await publisher.publish(
    deadLetterTopic,
    unreadable.map(({ message, reason }) => ({
      key: message.key?.toString() ?? "",
      value: message.value ?? new Uint8Array(),
      headers: {
        ...textHeaders(message),
        "dlt-topic": topic,
        "dlt-partition": String(partition),
        "dlt-offset": message.offset,
        "dlt-reason": reason,
      },
    })),
  );
  observer?.setAside(unreadable.length);
  log.error("records set aside as dead letters", { topic, partition, count: unreadable.length });
}

function textHeaders({ headers = {} }: KafkaMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? "")]));
}

function headerOf({ headers }: KafkaMessage, name: string): string | undefined {
  return headers?.[name]?.toString();
}
