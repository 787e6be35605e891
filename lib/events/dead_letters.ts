import type { Kafka, KafkaMessage } from "kafkajs";
import { type KafkaRecord, PATIENT_EVENTS, PATIENT_EVENTS_DEAD_LETTERS, type Publisher } from "./broker.ts";
import { readTopic, topicBounds } from "./topic_reader.ts";

export interface DeadLetter {
  /** Its place on the topic of dead letters, `partition/offset`: its name to operators. */
  readonly id: string;
  readonly origin: { readonly topic: string; readonly partition: string; readonly offset: string };
  readonly reason: string;
  readonly setAsideAt: Date;
  /** When it was put back, if it was. */
  readonly replayedAt?: Date;
  /** Whether the record is here as it came; of one that is too large only its place is, and that it could not be read. */
  readonly whole: boolean;
  readonly record: KafkaRecord;
}

export interface DeadLetterTopics {
  readonly topic: string;
  readonly deadLetterTopic: string;
}

const TOPICS: DeadLetterTopics = { topic: PATIENT_EVENTS, deadLetterTopic: PATIENT_EVENTS_DEAD_LETTERS };
const READ_MAX = 1_000;
/** What one command holds in memory. */
const LETTERS_MAX = 100_000;

/** That a dead letter was put back is a record of the same topic, so that both are kept and forgotten together. */
const REPLAYED = "dlt-replayed";
/** A letter without key, value and headers of its record, which is too large to be here. */
export const CUT_OFF = "dlt-cut-off";

/** All dead letters that are there now, as they were set aside, replayed ones included. */
export async function deadLetters(kafka: Kafka, { deadLetterTopic }: DeadLetterTopics = TOPICS): Promise<DeadLetter[]> {
  const { lows, ends } = await topicBounds(kafka, deadLetterTopic);
  const letters: DeadLetter[] = [];
  const replayedAt = new Map<string, Date>();
  await using reader = await readTopic({
    kafka,
    topic: deadLetterTopic,
    from: lows,
    batchMax: READ_MAX,
    handle: (partition, messages) => {
      for (const message of messages) {
        const at = new Date(Number(message.timestamp));
        const replayed = headerOf(message, REPLAYED);
        if (replayed !== undefined) replayedAt.set(replayed, at);
        else if (letters.length < LETTERS_MAX) letters.push(toLetter(`${partition}/${message.offset}`, message, at));
      }
      return Promise.resolve();
    },
  });
  await reader.reached(ends);
  const once = new Map(letters.map((letter) => [letter.id, letter])); // A reader may see a record twice.
  return [...once.values()].map((letter) => {
    const at = replayedAt.get(letter.id);
    return at === undefined ? letter : { ...letter, replayedAt: at };
  }).sort((a, b) => a.setAsideAt.getTime() - b.setAsideAt.getTime());
}

/**
 * Puts a dead letter back at the end of the topic it came from, as it was there, and notes that. A crash in between
 * leaves it for the next time: then it is there twice, which consumers bear. Returns whether it was put back: not again
 * when it was before, not when it is not whole, and not to a topic that is not ours.
 */
export async function replayDeadLetter(
  publisher: Publisher,
  { id, origin, record, replayedAt, whole }: DeadLetter,
  { topic, deadLetterTopic }: DeadLetterTopics = TOPICS,
): Promise<boolean> {
  if (replayedAt !== undefined || !whole || origin.topic !== topic) return false;
  const headers = Object.entries(record.headers).filter(([name]) => !name.startsWith("dlt-"));
  await publisher.publish(topic, [{ ...record, headers: { ...Object.fromEntries(headers), "dlt-replay-of": id } }]);
  await publisher.publish(deadLetterTopic, [{ key: record.key, value: new Uint8Array(), headers: { [REPLAYED]: id } }]);
  return true;
}

function toLetter(id: string, message: KafkaMessage, setAsideAt: Date): DeadLetter {
  const names = Object.keys(message.headers ?? {});
  return {
    id,
    origin: {
      topic: headerOf(message, "dlt-topic") ?? "",
      partition: headerOf(message, "dlt-partition") ?? "",
      offset: headerOf(message, "dlt-offset") ?? "",
    },
    reason: headerOf(message, "dlt-reason") ?? "",
    setAsideAt,
    whole: headerOf(message, CUT_OFF) === undefined,
    record: {
      key: message.key?.toString() ?? "",
      value: message.value ?? new Uint8Array(),
      headers: Object.fromEntries(names.map((name) => [name, headerOf(message, name) ?? ""])),
    },
  };
}

function headerOf({ headers }: KafkaMessage, name: string): string | undefined {
  return headers?.[name]?.toString();
}
