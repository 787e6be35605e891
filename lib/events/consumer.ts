import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import { rest, withDeadline } from "../service/mod.ts";
import { inSpan, type Logger, type SpanSpec } from "../telemetry/mod.ts";
import { BatchRefused } from "./batch_refused.ts";
import type { KafkaRecord, Publisher } from "./broker.ts";
import type { ConsumerObserver } from "./consumer_metrics.ts";
import { CUT_OFF } from "./dead_letters.ts";

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
/** kafkajs says that it stopped, and why only when it has closed its connections. */
const REASON_WAIT_MS = 1_000;
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
  let lastFetchMs = performance.now();
  const watchdog = setInterval(() => {
    const silentMs = performance.now() - lastFetchMs;
    if (silentMs > SILENCE_MS_MAX) ended.reject(new Error("The consumer has not fetched for too long"));
  }, 1_000);
  let leaving = false;
  let stopped: ReturnType<typeof setTimeout> | undefined;
  consumer.on(consumer.events.FETCH, () => lastFetchMs = performance.now());
  consumer.on(consumer.events.GROUP_JOIN, () => onJoined(true));
  consumer.on(consumer.events.CRASH, ({ payload }) => ended.reject(payload.error));
  consumer.on(consumer.events.STOP, () => {
    if (leaving) return;
    stopped = setTimeout(() => ended.reject(new Error("The consumer stopped by itself")), REASON_WAIT_MS);
  });
  try {
    await Promise.race([ended.promise, joinGroup(consumer, options, () => leaving)]);
    await ended.promise;
  } finally {
    leaving = true;
    clearInterval(watchdog);
    clearTimeout(stopped);
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

type Headers = KafkaRecord["headers"];

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

/** To the dead letters as they came, with where they came from and why. */
async function setAside<Event>(
  unreadable: readonly Unreadable[],
  partition: number,
  options: ConsumerOptions<Event>,
): Promise<void> {
  const { topic, log, observer } = options;
  const origin = { "dlt-topic": topic, "dlt-partition": String(partition) };
  await publishLetters(unreadable.map(({ message, reason }) => letterOf(message, reason, origin)), options);
  observer?.setAside(unreadable.length);
  log.error("records set aside as dead letters", { topic, partition, count: unreadable.length });
}

function letterOf({ key, value, headers = {}, offset }: KafkaMessage, reason: string, origin: Headers): KafkaRecord {
  const theirs = Object.entries(headers).filter(([name]) => !name.startsWith("dlt-")); // What begins so is ours to say.
  return {
    key: key?.toString() ?? "",
    value: value ?? new Uint8Array(),
    headers: {
      ...Object.fromEntries(theirs.map(([name, value]) => [name, String(value ?? "")])),
      ...origin,
      "dlt-offset": offset,
      "dlt-reason": reason,
    },
  };
}

/** Together, or where that is too much for the broker, in halves. */
async function publishLetters<Event>(
  letters: readonly KafkaRecord[],
  options: Pick<ConsumerOptions<Event>, "publisher" | "deadLetterTopic">,
): Promise<void> {
  const { publisher, deadLetterTopic } = options;
  try {
    await publisher.publish(deadLetterTopic, letters);
  } catch (error) {
    if (!(error instanceof BatchRefused)) throw error;
    const [only] = letters;
    if (only !== undefined && letters.length === 1) return await publisher.publish(deadLetterTopic, [cutOff(only)]);
    const middle = Math.ceil(letters.length / 2);
    await publishLetters(letters.slice(0, middle), options);
    await publishLetters(letters.slice(middle), options);
  }
}

/** What is left of a letter that no broker takes: where the record is, and why. Our own headers make it larger than it came. */
function cutOff({ headers }: KafkaRecord): KafkaRecord {
  const ours = Object.entries(headers).filter(([name]) => name.startsWith("dlt-"));
  return { key: "", value: new Uint8Array(), headers: { ...Object.fromEntries(ours), [CUT_OFF]: "true" } };
}

function headerOf({ headers }: KafkaMessage, name: string): string | undefined {
  return headers?.[name]?.toString();
}
