export {
  createKafka,
  createPublisher,
  ensureTopics,
  type KafkaRecord,
  PATIENT_EVENTS,
  PATIENT_EVENTS_DEAD_LETTERS,
  type Publisher,
  TOPICS,
} from "./broker.ts";
export { BatchRefused, deliverApart } from "./batch_refused.ts";
export { cloudEventHeaders, type EventContext } from "./cloud_event.ts";
export { consumeBatch, type ConsumerOptions, superviseConsumer, type SupervisedConsumer } from "./consumer.ts";
export { consumerMetrics, type ConsumerObserver } from "./consumer_metrics.ts";
export { createLagReader, type LagReader } from "./lag.ts";
export {
  type OutboxRow,
  type OutboxState,
  outboxState,
  type ParkedRow,
  parkedRows,
  type Refusal,
  RELAY_SETTINGS,
  resendRows,
} from "./outbox.ts";
export { type Deliver, type Delivery, type Relay, relayBatch, type RelayOptions, startRelay } from "./relay.ts";
export { reportOutbox } from "./report_outbox.ts";
export {
  type Offsets,
  readTopic,
  type TopicBounds,
  topicBounds,
  type TopicReader,
  type TopicReaderOptions,
} from "./topic_reader.ts";
export { type DeadLetter, deadLetters, type DeadLetterTopics, replayDeadLetter } from "./dead_letters.ts";
export { traced } from "./traced.ts";
