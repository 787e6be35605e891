import { consumeBatch, relayBatch } from "@pms/lib/events";
import type { Logger } from "@pms/lib/telemetry";
import type { PatientState } from "../../services/analytics/domain/patient_state.ts";
import { readEvent } from "../../services/analytics/events/read_event.ts";
import { applyStates } from "../../services/analytics/sql/apply_states.ts";
import { openAccounts } from "../../services/billing/sql/accounts.ts";
import { deliverToBilling, deliverToKafka } from "../../services/patient/events/deliver.ts";
import { checkAccounts } from "../faults/checks/follow.ts";
import { checkTopic } from "../faults/checks/topic.ts";
import { createBroker, PARTITIONS } from "./broker.ts";
import { createScheduler, HEALED, type Process, type Scheduler } from "./scheduler.ts";
import { createAccounts, createOutbox, createStates, type Row } from "./stores.ts";

/** What a mistake would change; each simulation is made of these. */
export interface Parts {
  readonly relayBatch: typeof relayBatch;
  readonly consumeBatch: typeof consumeBatch;
  readonly applyStates: typeof applyStates;
  readonly openAccounts: typeof openAccounts;
}

export const PARTS: Parts = { relayBatch, consumeBatch, applyStates, openAccounts };

const PATIENTS = ["01900000-0000-7000-8000-00000000000a", "01900000-0000-7000-8000-00000000000b"];
const CHANGES = 4;
const RELAYS = 2;
const CONSUMERS = 2;
const RELAY_BATCH_MAX = 3;
const FETCH_MAX = 3;
const CONSUMER_BATCH_MAX = 2;
/** Turns in which nothing fails any more, until all must have arrived. */
const HEALED_TURNS_MAX = 4_000;
const AFTERWARDS_TURNS = 100;
const REBALANCE_PERCENT = 3;

/** The system's writers, relays, receivers and consumers in one process, with nothing between them but the scheduler. */
export async function simulate(choices: readonly number[], parts: Parts = PARTS): Promise<string[]> {
  const outbox = createOutbox();
  const accounts = createAccounts();
  const states = createStates();
  const broker = createBroker();
  const committed = new Map<string, number>();
  const members: Process[] = [];
  const restarts: (() => void)[] = [];
  const scheduler = createScheduler(({ name }) => restarts.push(() => start(name)));
  let position = 0;
  let writing = PATIENTS.length;

  /** Every process starts again when it has ended. */
  function start(name: string): void {
    const process: Process = { name, alive: true };
    const [kind = "", rest = ""] = name.split(" ");
    if (kind === "writer") void write(scheduler, process, rest);
    if (kind === "relay") {
      void forever(() => relayOnce(process, "billing"));
      void forever(() => relayOnce(process, "kafka"));
    }
    if (kind === "consumer") {
      members.push(process);
      broker.rebalance(members, members.length);
      void forever(() => consumeOnce(process));
    }
  }

  /** A patient's changes, one after another: each takes its positions when it begins, and commits when it ends. */
  async function write(scheduler: Scheduler, process: Process, patientId: string): Promise<void> {
    while ((committed.get(patientId) ?? 0) < CHANGES) {
      try {
        const version = (committed.get(patientId) ?? 0) + 1;
        const taken = [++position, ++position];
        await scheduler.step(process);
        if ((committed.get(patientId) ?? 0) >= version) continue;
        committed.set(patientId, version);
        if (version === 1) outbox.rows.push(rowOf("billing", taken[0] ?? 0, patientId, version));
        outbox.rows.push(rowOf("kafka", taken[1] ?? 0, patientId, version));
      } catch {
        // It failed, and nothing of it is there.
      }
    }
    writing--;
  }

  async function relayOnce(process: Process, destination: "billing" | "kafka"): Promise<void> {
    const deliver = destination === "kafka"
      ? deliverToKafka({
        publish: (_topic, records) => scheduler.call(process, () => broker.append(records)),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      })
      : deliverToBilling({
        call: (_method, request) => scheduler.call(process, () => answerOfBilling(request)) as never,
      });
    await parts.relayBatch({
      database: { query: outbox.query(scheduler, process) } as never,
      destination,
      deliver,
      batchMax: RELAY_BATCH_MAX,
      log: SILENT,
    });
  }

  const billing: Process = { name: "billing", alive: true };
  async function answerOfBilling(request: unknown) {
    const { patientIds } = request as { patientIds: string[] };
    const opened = await parts.openAccounts(accounts.query(instantly, billing), patientIds, "EUR");
    return {
      results: patientIds.map((id) => ({ account: opened.find(({ patientId }) => patientId === id) })),
    };
  }

  async function consumeOnce(process: Process): Promise<void> {
    await scheduler.step(process);
    const joined = broker.generation();
    for (let partition = 0; partition < PARTITIONS; partition++) {
      if (!broker.owns(partition, process, joined)) continue;
      const from = broker.committed[partition] ?? 0;
      const records = broker.logs[partition]?.slice(from, from + FETCH_MAX) ?? [];
      let resolved = from;
      if (records.length === 0) continue;
      await parts.consumeBatch({
        batch: {
          partition,
          messages: records.map(({ key, value, headers }, index) => ({
            key,
            value,
            headers,
            offset: String(from + index),
          })),
        },
        resolveOffset: (offset: string) => resolved = Number(offset) + 1,
        uncommittedOffsets: () => ({}),
        commitOffsetsIfNecessary: () => scheduler.call(process, () => broker.commit(partition, resolved, joined)),
        heartbeat: () => scheduler.step(process),
        isRunning: () => process.alive,
        isStale: () => !broker.owns(partition, process, joined),
      } as never, {
        topic: "patient.events.v1",
        deadLetterTopic: "patient.events.v1.dlt",
        publisher: { publish: () => Promise.reject(new Error("A record could not be read")) },
        decode: readEvent,
        apply: async (events: readonly PatientState[]) => {
          await parts.applyStates(states.query(scheduler, process), events);
        },
        batchMax: CONSUMER_BATCH_MAX,
        log: SILENT,
      } as never);
    }
  }

  for (const patientId of PATIENTS) start(`writer ${patientId}`);
  for (let number = 1; number <= RELAYS; number++) start(`relay ${number}`);
  for (let number = 1; number <= CONSUMERS; number++) start(`consumer ${number}`);

  const isDone = () =>
    writing === 0 && outbox.rows.length === 0 &&
    broker.logs.every((log, partition) => broker.committed[partition] === log.length);
  for (const choice of choices) {
    await scheduler.next(choice);
    if (choice % 100 < REBALANCE_PERCENT) broker.rebalance(members, choice);
    if (choice % 7 === 0) restarts.shift()?.();
  }
  for (let turn = 0; turn < HEALED_TURNS_MAX && !isDone(); turn++) {
    restarts.shift()?.();
    await scheduler.next(HEALED);
  }
  // What is still on its way arrives, and must do no harm any more.
  for (let turn = 0; turn < AFTERWARDS_TURNS; turn++) await scheduler.next(HEALED);

  const topic = checkTopic(broker.logs.flat(), committed);
  const patients = PATIENTS.map((id) => ({ id }));
  return [
    ...(isDone() ? [] : ["It did not settle: something is still on its way"]),
    ...topic.violations,
    ...checkAccounts(patients, accounts.owners),
    ...PATIENTS.filter((id) => states.versions.get(id) !== committed.get(id))
      .map((id) => `Analytics differs from the register: it has version ${states.versions.get(id)} of ${id}`),
  ];
}

async function forever(work: () => Promise<void>): Promise<void> {
  while (true) await work().catch(() => {});
}

/** For what happens within one arrival. */
const instantly: Pick<Scheduler, "call"> & Scheduler = {
  step: () => Promise.resolve(),
  call: async (_process, effect) => await effect(),
  next: () => Promise.resolve(false),
};

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } as unknown as Logger;

function rowOf(destination: string, position: number, patientId: string, version: number): Row {
  const payload = {
    kind: version === 1 ? "registered" : "updated",
    version,
    occurredAtMs: version,
    birthYear: 1990,
    sex: "female",
    city: "Gent",
    country: "BE",
    createdAtMs: 1,
    deleted: false,
  };
  const eventId = `0190000${version}-0000-7000-8000-00000000000${patientId.at(-1)}`;
  return { destination, position, eventId, patientId, payload, traceparent: null };
}
