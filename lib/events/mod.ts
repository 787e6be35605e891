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
export { cloudEventHeaders, type EventContext } from "./cloud_event.ts";
export { type ConsumerOptions, superviseConsumer, type SupervisedConsumer } from "./consumer.ts";
export { consumerMetrics, type ConsumerObserver } from "./consumer_metrics.ts";
export { createLagReader, type LagReader } from "./lag.ts";
export { type OutboxRow, type Refusal, RELAY_SETTINGS } from "./outbox.ts";
export { type Deliver, type Delivery, type Relay, relayBatch, type RelayOptions, startRelay } from "./relay.ts";
export { traced } from "./traced.ts";
