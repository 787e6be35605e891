import assert from "node:assert/strict";
import RequestQueue from "kafkajs/request-queue";
import "./request_queue.ts";

const entry = (correlationId: number) => ({ correlationId, apiKey: 3, apiName: "Metadata", apiVersion: 1 });

Deno.test("a connection to Kafka on which nothing waits looks for nothing, and what waits has its turn", () => {
  const queue = new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: "test",
    broker: "127.0.0.1:9092",
    logger: { debug: () => {}, warn: () => {} },
    isConnected: () => true,
  });
  const sent: number[] = [];
  const push = (id: number) =>
    queue.push({ entry: entry(id), expectResponse: true, sendRequest: () => void sent.push(id) });

  push(1);
  queue.checkPendingRequests();
  assert.equal(queue.throttleCheckTimeoutId, null);

  push(2);
  assert.notEqual(queue.throttleCheckTimeoutId, null);
  assert.deepEqual(sent, [1]);
  queue.inflight.clear();
  queue.checkPendingRequests();
  assert.deepEqual(sent, [1, 2]);
  queue.destroy();
});
