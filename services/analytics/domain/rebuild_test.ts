import { openDatabase } from "@pms/lib/db";
import { createKafka, createPublisher, ensureTopics, type KafkaRecord } from "@pms/lib/events";
import { createMetrics } from "@pms/lib/telemetry";
import { eventually, testBrokers, testDatabase, testTopic } from "@pms/lib/testing";
import { events } from "@pms/proto";
import assert from "node:assert/strict";
import { consumePatientEvents } from "../events/consume.ts";
import { applyStates } from "../sql/apply_states.ts";
import { countAllRegistrations, countDemographics, countPatients } from "../sql/counts.ts";
import { countMiscounts } from "../sql/states.ts";
import { patientState, silent } from "../testing.ts";
import type { PatientState } from "./patient_state.ts";
import { rebuild, REBUILD_SETTINGS } from "./rebuild.ts";
import type { Register } from "./register.ts";

const LONG = { deadlineMs: 40_000 };

function recordOf({ patientId, version, sex, city, country, ...counted }: PatientState): KafkaRecord {
  const state = { sex: sex ?? "", city: city ?? "", country: country ?? "", ...counted };
  const event = { eventId: crypto.randomUUID(), patientId, version, kind: 1, occurredAtMs: Date.now(), state };
  return { key: patientId, value: events.PatientEvent.encode(event).finish(), headers: {} };
}

/** A register whose changes are events of a topic, analytics with its consumer, and what a rebuild needs. */
async function start() {
  const parts = new AsyncDisposableStack();
  const brokers = await testBrokers();
  const topic = await testTopic();
  const kafka = createKafka({ brokers, clientId: "test" });
  const deadLetterTopic = `${topic}.dlt`;
  await ensureTopics(kafka, 1, [deadLetterTopic]);
  const db = parts.use(await testDatabase("analytics"));
  const publisher = parts.use(createPublisher(kafka));
  const patients = new Map<string, PatientState>();

  const register: Register = {
    states: async function* () {
      const all = [...patients.keys()].toSorted();
      for (let nth = 0; nth < all.length; nth += 50) {
        yield all.slice(nth, nth + 50).flatMap((id) => patients.get(id) ?? []);
      }
    },
    count: () => {
      const live = [...patients.values()].filter(({ deleted }) => !deleted).length;
      return Promise.resolve({ registered: patients.size, live });
    },
  };
  const openSession = (settings = {}) =>
    openDatabase({ url: db.url, poolMax: 1, applicationName: "rebuild", statementTimeoutMs: 60_000, settings });
  return {
    db,
    register,
    patients,
    publisher,
    topic,
    change: async (...states: PatientState[]) => {
      for (const state of states) patients.set(state.patientId, state);
      await publisher.publish(topic, states.map(recordOf));
    },
    consume: () =>
      consumePatientEvents({
        kafka,
        publisher,
        groupId: `group-${topic}`,
        topic,
        deadLetterTopic,
        query: db.query,
        metrics: createMetrics("analytics"),
        log: silent(),
      }),
    rebuild: async (given: Partial<Register> = {}) => {
      await using session = openSession();
      await using shadow = openSession(REBUILD_SETTINGS);
      return await rebuild({ session, shadow, kafka, topic, register: { ...register, ...given }, say: () => {} });
    },
    totals: async () => ({ registered: await countAllRegistrations(db.query), live: await countPatients(db.query) }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

Deno.test("a rebuild counts what the register holds, deleted patients' registrations too, and forgets what it does not", async () => {
  await using system = await start();
  const old = Date.UTC(2024, 4, 5, 6, 7);
  const states = Array.from({ length: 120 }, (_, nth) => patientState({ city: `City ${nth % 7}`, createdAtMs: old }));
  await system.change(...states);
  await system.change(...states.slice(0, 20).map((state) => ({ ...state, version: 2, deleted: true })));
  await applyStates(system.db.query, [patientState({ city: "Nowhere" })]); // A stranger, and nobody else.

  assert.deepEqual(await system.rebuild(), {
    agrees: true,
    counted: { registered: 120, live: 100 },
    register: { registered: 120, live: 100 },
  });
  const cities = (await countDemographics(system.db.query, 100)).filter(({ dimension }) => dimension === "city");
  assert.equal(cities.length, 7);
  assert.equal(await countMiscounts(system.db.query), 0);
  const [quarter] = await system.db.query`select quarter, count::integer from registration_count`;
  assert.deepEqual(quarter, { quarter: new Date(Date.UTC(2024, 4, 5, 6, 0)), count: 120 });
});

Deno.test("a rebuilt model has the very form of the one before: columns, indexes, keys, triggers and settings", async () => {
  await using system = await start();
  const form = async () =>
    await system.db.query`
      select relname, reloptions::text, (
          select string_agg(attname || ' ' || atttypid::regtype || attnotnull || coalesce(attcollation::text, ''), ', '
            order by attnum) from pg_attribute where attrelid = pg_class.oid and attnum > 0
        ) as columns, (
          select string_agg(pg_get_indexdef(indexrelid), ', ' order by indexrelid::regclass::text)
          from pg_index where indrelid = pg_class.oid
        ) as indexes, (
          select string_agg(conname || pg_get_constraintdef(pg_constraint.oid), ', ' order by conname)
          from pg_constraint where conrelid = pg_class.oid
        ) as constraints, (
          select string_agg(pg_get_triggerdef(pg_trigger.oid), ', ' order by tgname)
          from pg_trigger where tgrelid = pg_class.oid
        ) as triggers, (
          select string_agg(description, ', ' order by objsubid) from pg_description
          where objoid = pg_class.oid and objsubid > 0
        ) as comments
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where nspname in ('public', 'rebuild') and relkind in ('r', 'i') order by relname`;
  const before = await form();
  await system.rebuild();
  await system.rebuild(); // What it made itself serves as the model of the next.
  assert.deepEqual(await form(), before);
});

Deno.test("while patients are registered and the consumer runs, a rebuild misses nothing and doubles nothing", async () => {
  await using system = await start();
  await system.change(...Array.from({ length: 200 }, () => patientState()));
  await using _consumer = system.consume();
  await eventually(async () => (await system.totals()).registered === 200, LONG);

  let answers = 0;
  let going = true;
  const traffic = (async () => {
    for (let nth = 0; going; nth++) {
      const state = patientState({ city: `City ${nth % 3}` });
      await system.change(state);
      if (nth % 3 === 0) await system.change({ ...state, version: 2, deleted: true });
    }
  })();
  const reading = (async () => {
    while (going) if ((await system.totals()).registered >= 200) answers++;
  })();
  const readers = Promise.all([traffic, reading]);
  for (let round = 0; round < 3; round++) {
    const { agrees } = await system.rebuild();
    assert.equal(agrees, true, `round ${round}`);
  }
  going = false;
  await readers;
  assert.ok(answers > 10, `${answers} answers while it was rebuilt`);
  const expected = await system.register.count();
  await eventually(async () => (await system.totals()).registered === expected.registered, LONG);
  await eventually(async () => (await system.totals()).live === expected.live, LONG);
  assert.equal(await countMiscounts(system.db.query), 0);
});

Deno.test("a rebuild that ends in the middle leaves the model as it was, and the next one begins anew", async () => {
  await using system = await start();
  await system.change(...Array.from({ length: 120 }, () => patientState()));
  await applyStates(system.db.query, [...system.patients.values()].slice(0, 3));
  const before = await system.totals();
  const dying: Register["states"] = async function* () {
    for await (const states of system.register.states()) {
      yield states;
      throw new Error("Killed");
    }
  };
  await assert.rejects(system.rebuild({ states: dying }), { message: "Killed" });
  assert.deepEqual(await system.totals(), before);
  const [left] = await system.db.query`select count(*)::integer as count from rebuild.patient_state`;
  assert.deepEqual(left, { count: 50 });
  system.patients.delete([...system.patients.keys()].toSorted()[0] ?? ""); // It was in the first half.
  assert.equal((await system.rebuild()).agrees, true);
  assert.deepEqual((await system.totals()).registered, 119);
});

Deno.test("two rebuilds at once: the second one says so and changes nothing", async () => {
  await using system = await start();
  await system.change(patientState());
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const waiting: Register["states"] = async function* () {
    begun.resolve();
    await release.promise;
    yield* system.register.states();
  };
  const first = system.rebuild({ states: waiting });
  await begun.promise;
  await assert.rejects(system.rebuild(), { message: "Another rebuild is running" });
  release.resolve();
  assert.equal((await first).agrees, true);
});

Deno.test("records that cannot be read do not stop a rebuild", async () => {
  await using system = await start();
  const late: Register["states"] = async function* () {
    yield* system.register.states();
    await system.publisher.publish(system.topic, [{ key: "Ada", value: new Uint8Array([1, 2]), headers: {} }]);
    await system.change(patientState());
  };
  await system.change(patientState());
  assert.deepEqual((await system.rebuild({ states: late })).counted, { registered: 2, live: 2 });
});
