import { Buffer } from "node:buffer";
import { CompressionTypes, Kafka, logLevel, Partitioners, type Producer } from "kafkajs";
import { withDeadline } from "../service/mod.ts";
import { BatchRefused } from "./batch_refused.ts";
import { inSpan } from "../telemetry/mod.ts";
import "./request_queue.ts";

/** The topics of this system. Six partitions bound how many consumers of one group can share the work. */
export const PATIENT_EVENTS = "patient.events.v1";
export const PATIENT_EVENTS_DEAD_LETTERS = "patient.events.v1.dlt";
export const TOPICS = [PATIENT_EVENTS, PATIENT_EVENTS_DEAD_LETTERS];
const PARTITIONS = 6;

const CONNECT_DEADLINE_MS = 3_000;
const REQUEST_DEADLINE_MS = 10_000;
const SEND_DEADLINE_MS = 15_000;
const STOP_DEADLINE_MS = 1_000;

export interface KafkaRecord {
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** The client of one process. It is silent: what fails is logged by who asked for it, without anybody's data. */
export function createKafka(options: { readonly brokers: readonly string[]; readonly clientId: string }): Kafka {
  return new Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId,
    logLevel: logLevel.NOTHING,
    connectionTimeout: CONNECT_DEADLINE_MS,
    requestTimeout: REQUEST_DEADLINE_MS,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
  });
}

export interface Publisher extends AsyncDisposable {
  /**
   * Resolves when every in-sync replica has the records. Rejects otherwise: then some may be there, some not. With
   * `BatchRefused` when the broker will never take one of them.
   */
  publish(topic: string, records: readonly KafkaRecord[]): Promise<void>;
}

/**
 * An idempotent producer, made when first needed. One that failed is thrown away: during an outage kafkajs calls
 * sends non-retriable that would succeed on a new connection a moment later.
 */
export function createPublisher(kafka: Kafka): Publisher {
  let current: Promise<Producer> | undefined;

  async function connect(): Promise<Producer> {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 3 },
    });
    await producer.connect();
    return producer;
  }

  async function discard(used: Promise<Producer> | undefined): Promise<void> {
    if (current === used) current = undefined; // Else another call has thrown it away, and this one is good.
    // A broken producer may not even say goodbye in time; nothing hangs on it.
    const goodbye = used?.then((producer) => producer.disconnect()) ?? Promise.resolve();
    await withDeadline(goodbye, STOP_DEADLINE_MS, "Kafka").catch(() => undefined);
  }

  return {
    publish: async (topic, records) => {
      const used = current ??= connect();
      try {
        const producer = await withDeadline(used, SEND_DEADLINE_MS, "Kafka");
        const messages = records.map(({ key, value, headers }) => ({ key, value: toBuffer(value), headers }));
        const count = ["messaging.batch.message_count", records.length] as const;
        await inSpan(() => ({ name: `send ${topic}`, kind: "client", attribute: count }), async () => {
          const sending = producer.send({
            topic,
            messages,
            acks: -1,
            compression: CompressionTypes.None,
            timeout: REQUEST_DEADLINE_MS,
          });
          await withDeadline(sending, SEND_DEADLINE_MS, "Kafka");
        });
      } catch (error) {
        await discard(used);
        const refusal = refusalIn(error);
        throw refusal === undefined ? error : new BatchRefused(`Kafka refused a record: ${refusal}`, { cause: error });
      }
    },
    [Symbol.asyncDispose]: () => discard(current),
  };
}

/** What a broker answers (names of the Kafka protocol) when the record is to blame, and no time will mend it. */
const RECORD_ERRORS = ["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE", "INVALID_RECORD", "INVALID_TIMESTAMP"];

/** kafkajs wraps what the broker said, sometimes twice. */
function refusalIn(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = Reflect.get(each, "originalError") ?? each.cause) {
    const type: unknown = Reflect.get(each, "type");
    if (typeof type === "string" && RECORD_ERRORS.includes(type)) return type;
  }
  return undefined;
}

/** kafkajs writes a corrupt record for a Uint8Array that is no Buffer, and every consumer that meets it ends. */
function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Whatever a producer sends, the broker keeps uncompressed: kafkajs knows only gzip, and one record in another form ends
 * every consumer that meets it, which has then read nothing that it could set aside.
 */
const READABLE = [{ name: "compression.type", value: "uncompressed" }];

/** Makes the topics that are missing. Called by the migration step, never by a service. */
export async function ensureTopics(kafka: Kafka, replicationFactor: number, names: readonly string[] = TOPICS) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = names.map((topic) => ({
      topic,
      numPartitions: PARTITIONS,
      replicationFactor,
      configEntries: READABLE,
    }));
    await admin.createTopics({ topics, waitForLeaders: true, timeout: REQUEST_DEADLINE_MS });
  } finally {
    await admin.disconnect();
  }
}
