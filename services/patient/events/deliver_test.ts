import { openDatabase } from "@pms/lib/db";
import { createKafka, createPublisher, type OutboxRow, relayBatch, type RelayOptions } from "@pms/lib/events";
import { createGrpcClient, serveGrpc, unary } from "@pms/lib/grpc";
import { createHealth } from "@pms/lib/service";
import { createLogger, createMetrics } from "@pms/lib/telemetry";
import { testBrokers, type TestDatabase, testTopic, testVerifier, tokenFor } from "@pms/lib/testing";
import { type BatchCreateBillingAccountsResult, BillingService, events } from "@pms/proto";
import assert from "node:assert/strict";
import { countRows, testApp, WHOLE } from "../testing.ts";
import { deliverToBilling, deliverToKafka } from "./deliver.ts";

const SCOPE = "service:billing.accounts";
const silent = createLogger("patient", "error", () => {});

/** What a relay does once: everything that waits goes to its destination, and away when it is there. */
function relay(database: TestDatabase, destination: string, deliver: RelayOptions["deliver"]): Promise<number> {
  return relayBatch({ database, destination, deliver, batchMax: 500, log: silent });
}

interface Read {
  readonly partition: number;
  readonly key: string;
  readonly type: string;
  readonly value: Uint8Array;
}

async function readTopic(brokers: readonly string[], topic: string, count: number): Promise<Read[]> {
  const consumer = createKafka({ brokers, clientId: "test" }).consumer({ groupId: crypto.randomUUID() });
  const read: Read[] = [];
  const all = Promise.withResolvers<void>();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message: { key, value, headers } }) => {
      read.push({ partition, key: String(key), type: String(headers?.["ce_type"]), value: value ?? new Uint8Array() });
      if (read.length === count) all.resolve();
      return Promise.resolve();
    },
  });
  await all.promise;
  await consumer.disconnect();
  return read;
}

Deno.test("every change of a patient is in the topic, in one partition and in order, and says no more than may be counted", async () => {
  const brokers = await testBrokers();
  const topic = await testTopic();
  await using app = await testApp();
  await using publisher = createPublisher(createKafka({ brokers, clientId: "test" }));
  const others = await Promise.all(Array.from({ length: 5 }, () => app.register()));
  const { id, createdAt } = await app.register(WHOLE);
  await app.send("PATCH", `/api/patients/${id}`, { body: { city: null, sex: "other", dateOfBirth: "1981-01-01" } });
  await app.send("DELETE", `/api/patients/${id}`);
  await app.send("POST", `/api/patients/${id}/restore`);

  assert.equal(await relay(app.db, "kafka", deliverToKafka(publisher, topic)), 9);
  assert.equal((await countRows(app.db))["events"], 0);
  const read = await readTopic(brokers, topic, 9);
  assert.deepEqual(new Set(read.map(({ key }) => key)), new Set([id, ...others.map((other) => other.id)]));

  const own = read.filter(({ key }) => key === id);
  assert.equal(new Set(own.map(({ partition }) => partition)).size, 1);
  const first = { birthYear: 1979, sex: "female", city: "Musterstadt", country: "CH", deleted: false };
  const changed = { ...first, birthYear: 1981, sex: "other", city: "" };
  const expected = [
    ["patient.registered.v1", 1, first],
    ["patient.updated.v1", 2, changed],
    ["patient.deleted.v1", 3, { ...changed, deleted: true }],
    ["patient.restored.v1", 4, changed],
  ];
  assert.deepEqual(
    own.map(({ type, value }) => {
      const { version, state } = events.PatientEvent.decode(value);
      const { birthYear, sex, city, country, createdAtMs, deleted } = state ?? {};
      assert.equal(createdAtMs, Date.parse(createdAt));
      return [type, version, { birthYear, sex, city, country, deleted }];
    }),
    expected,
  );
  const bytes = new TextDecoder().decode(Uint8Array.from(own.flatMap(({ value }) => [...value])));
  const { name, familyName, givenName, email, phone, address, postalCode, dateOfBirth } = WHOLE;
  for (const text of [name, familyName, givenName, email, phone, address, postalCode, dateOfBirth]) {
    assert.ok(!bytes.includes(text), text);
  }
});

Deno.test("what Kafka did not take stays where it was", async () => {
  await using app = await testApp();
  await app.register();
  await using publisher = createPublisher(createKafka({ brokers: await testBrokers(), clientId: "test" }));
  await assert.rejects(relay(app.db, "kafka", deliverToKafka(publisher, `no-such-${crypto.randomUUID()}`)));
  assert.equal((await countRows(app.db))["events"], 1);
});

interface Billing extends AsyncDisposable {
  readonly traceparents: string[];
  readonly deliver: RelayOptions["deliver"];
}

/** A billing service that answers so, and what delivers to it. */
async function billingThat(
  answer: (patientIds: readonly string[]) => BatchCreateBillingAccountsResult[],
): Promise<Billing> {
  const parts = new AsyncDisposableStack();
  const traceparents: string[] = [];
  const handlers = [
    unary(BillingService.batchCreateBillingAccounts, SCOPE, ({ patientIds }, { traceparent }) => {
      traceparents.push(traceparent);
      return Promise.resolve({ results: answer(patientIds ?? []) });
    }),
  ];
  const verifier = await testVerifier();
  const listen = { hostname: "127.0.0.1", port: 0 };
  const { port } = parts.use(await serveGrpc(handlers, { ...listen, verifier, health: createHealth(), log: silent }));
  const client = parts.use(createGrpcClient({
    target: `127.0.0.1:${port}`,
    upstream: "billing",
    what: "The billing service",
    metrics: createMetrics("test"),
    tokens: { get: () => tokenFor(SCOPE), discard: () => {} },
    deadlineMs: 10_000,
  }));
  return { traceparents, deliver: deliverToBilling(client), [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

const opened = (patientId: string): BatchCreateBillingAccountsResult => ({
  patientId,
  account: { id: crypto.randomUUID(), patientId, status: 1, currency: "EUR", createdAtMs: 1 },
});

function rows(count: number): OutboxRow[] {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  return Array.from({ length: count }, (_, nth) => ({
    position: String(nth),
    eventId: crypto.randomUUID(),
    patientId: crypto.randomUUID(),
    payload: {},
    traceparent,
  }));
}

Deno.test("registrations are in billing's hands when it has opened their accounts, in one call with the trace", async () => {
  await using app = await testApp();
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const asked: string[] = [];
  await using billing = await billingThat((patientIds) => {
    asked.push(...patientIds);
    return patientIds.map(opened);
  });
  const ids: string[] = [];
  for (let nth = 0; nth < 3; nth++) {
    const response = await app.send("POST", "/api/patients", { body: WHOLE, headers: { traceparent } });
    ids.push((await response.json()).id);
  }
  assert.equal(await relay(app.db, "billing", billing.deliver), 3);
  assert.deepEqual(asked, ids);
  assert.deepEqual(billing.traceparents, [traceparent]);
  const { accounts, events: queued } = await countRows(app.db);
  assert.deepEqual([accounts, queued], [0, 3]);
});

Deno.test("a refused registration is reported with billing's reason, and the others are delivered", async () => {
  const given = rows(3);
  await using billing = await billingThat((
    [one = "", two = "", three = ""],
  ) => [opened(three), { patientId: two, refusal: "no" }, opened(one)]); // In whatever order.
  const { delivered, refused } = await billing.deliver(given);
  assert.deepEqual(delivered, [given[0], given[2]]);
  assert.deepEqual(refused, [{ row: given[1], reason: "no" }]);
});

Deno.test("a registration that billing says nothing about is neither delivered nor refused: it is sent again", async () => {
  const given = rows(4);
  await using billing = await billingThat(([one = "", , three = ""]) => [opened(one), {}, opened(three)]);
  const { delivered, refused } = await billing.deliver(given);
  assert.deepEqual(delivered, [given[0], given[2]]);
  assert.deepEqual(refused, []);

  await using silentBilling = await billingThat(() => []);
  assert.deepEqual(await silentBilling.deliver(given), { delivered: [], refused: [] });
});

Deno.test("a row that holds no event is refused, the patient's later rows wait, and the others are in the topic", async () => {
  const brokers = await testBrokers();
  const topic = await testTopic();
  await using app = await testApp();
  await using publisher = createPublisher(createKafka({ brokers, clientId: "test" }));
  const spoilt = await app.register();
  const others = await Promise.all(Array.from({ length: 4 }, () => app.register()));
  await app.send("PATCH", `/api/patients/${spoilt.id}`, { body: { city: "Basel" } });
  await app.db.query`
    update outbox set payload = payload - 'createdAtMs'
    where destination = 'kafka' and patient_id = ${spoilt.id} and (payload->>'version')::integer = 1`;
  const deliver = deliverToKafka(publisher, topic);
  await using database = openDatabase({ url: app.db.url, poolMax: 1, applicationName: "relay" });
  const options = { database, destination: "kafka", deliver, batchMax: 500, log: silent };
  for (let attempt = 1; attempt <= 6; attempt++) await relayBatch(options);
  const read = await readTopic(brokers, topic, 4);
  assert.deepEqual(new Set(read.map(({ key }) => key)), new Set(others.map(({ id }) => id)));
  const rows = await app.db.query`
    select attempts, parked_reason from outbox where destination = 'kafka' order by position`;
  assert.deepEqual(rows, [{ attempts: 5, parkedReason: "The row holds no event" }, {
    attempts: 0,
    parkedReason: null,
  }]);
});

Deno.test("while billing is away everything waits", async () => {
  await using app = await testApp();
  await app.register();
  const billing = await billingThat((patientIds) => patientIds.map(opened));
  await billing[Symbol.asyncDispose]();
  await assert.rejects(relay(app.db, "billing", billing.deliver));
  assert.equal((await countRows(app.db))["accounts"], 1);
});
