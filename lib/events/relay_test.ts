import assert from "node:assert/strict";
import { type Database, openDatabase } from "../db/mod.ts";
import { createLogger } from "../telemetry/mod.ts";
import { eventually } from "../testing/mod.ts";
import { queue, testOutbox, waiting } from "./outbox_fixture.ts";
import {
  BatchRefused,
  type Deliver,
  type OutboxRow,
  type Relay,
  RELAY_SETTINGS,
  relayBatch,
  type RelayOptions,
  startRelay,
} from "./mod.ts";

const ADA = "0198c0de-0000-7000-8000-00000000000a";
const BOB = "0198c0de-0000-7000-8000-00000000000b";

const versionOf = ({ payload }: OutboxRow) => (payload as { version: number }).version;

/** A destination that takes everything and remembers it. */
function destination() {
  const got: OutboxRow[] = [];
  const deliver: Deliver = (rows) => {
    got.push(...rows);
    return Promise.resolve({ delivered: rows, refused: [] });
  };
  return { got, deliver, versions: () => got.map(versionOf) };
}

/** The pool of one connection that a relay wants. */
function session(url: string): Database {
  return openDatabase({ url, poolMax: 1, applicationName: "relay", settings: RELAY_SETTINGS });
}

const silent = createLogger("test", "error", () => {});
const base: Omit<RelayOptions, "database" | "deliver"> = { destination: "billing", batchMax: 100, log: silent };

Deno.test("a batch brings the oldest rows of its destination, with all that they hold, and then they are gone", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1, 2, 3]);
  await queue(db, "kafka", ADA, [1]);
  await using database = session(db.url);
  const { got, deliver } = destination();
  assert.equal(await relayBatch({ ...base, database, deliver, batchMax: 2 }), 2);
  assert.deepEqual(got.map(versionOf), [1, 2]);
  const [{ position, eventId, ...rest } = assert.fail()] = got;
  assert.deepEqual(rest, { patientId: ADA, payload: { version: 1 }, traceparent: "trace" });
  assert.match(position, /^\d+$/);
  assert.match(eventId, /^[0-9a-f-]{36}$/);
  assert.equal(await relayBatch({ ...base, database, deliver }), 1);
  assert.equal(await relayBatch({ ...base, database, deliver }), 0);
  assert.equal(await waiting(db), 1);
});

Deno.test("rows come in the order of their positions, also where these get longer", async () => {
  await using db = await testOutbox();
  const versions = Array.from({ length: 120 }, (_, index) => index + 1);
  await queue(db, "billing", ADA, versions);
  await using database = session(db.url);
  const { deliver, versions: got } = destination();
  while (await relayBatch({ ...base, database, deliver, batchMax: 7 }) > 0);
  assert.deepEqual(got(), versions);
});

Deno.test("a batch that cannot be delivered stays as it is", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1, 2]);
  await using database = session(db.url);
  const failure = new Error("billing is down");
  await assert.rejects(relayBatch({ ...base, database, deliver: () => Promise.reject(failure) }), failure);
  const { deliver, versions } = destination();
  await relayBatch({ ...base, database, deliver });
  assert.deepEqual(versions(), [1, 2]);
});

Deno.test("rows that the destination neither took nor refused stay", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1, 2, 3]);
  await using database = session(db.url);
  await relayBatch({
    ...base,
    database,
    deliver: (rows) => Promise.resolve({ delivered: rows.slice(0, 1), refused: [] }),
  });
  const { deliver, versions } = destination();
  await relayBatch({ ...base, database, deliver });
  assert.deepEqual(versions(), [2, 3]);
});

Deno.test("a row refused five times is parked; its patient's later rows wait and other patients' go on", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1]);
  await queue(db, "billing", BOB, [1]);
  await using database = session(db.url);
  const seen: string[] = [];
  const deliver: Deliver = (rows) => {
    seen.push(...rows.map((row) => `${row.patientId.slice(-1)}${versionOf(row)}`));
    return Promise.resolve({
      delivered: rows.filter(({ patientId }) => patientId !== ADA),
      refused: rows.filter(({ patientId }) => patientId === ADA).map((row) => ({ row, reason: "no such patient" })),
    });
  };
  for (let attempt = 1; attempt <= 5; attempt++) {
    const [row] = await db.query`select attempts, parked_reason from outbox where patient_id = ${ADA}`;
    assert.deepEqual(row, { attempts: attempt - 1, parkedReason: null });
    await relayBatch({ ...base, database, deliver });
  }
  const [parked] = await db.query`select attempts, parked_reason from outbox where patient_id = ${ADA}`;
  assert.deepEqual(parked, { attempts: 5, parkedReason: "no such patient" });
  assert.deepEqual(seen, ["a1", "b1", "a1", "a1", "a1", "a1"]);

  await queue(db, "billing", ADA, [2]);
  await queue(db, "billing", BOB, [2]);
  await queue(db, "kafka", ADA, [2]);
  seen.length = 0;
  await relayBatch({ ...base, database, deliver });
  assert.deepEqual(seen, ["b2"]);
  await relayBatch({ ...base, database, deliver, destination: "kafka" });
  assert.deepEqual(seen, ["b2", "a2"]); // Each destination for itself.

  await db.query`update outbox set parked_reason = null, attempts = 0 where patient_id = ${ADA}`; // An operator.
  const { deliver: take, versions } = destination();
  await relayBatch({ ...base, database, deliver: take });
  assert.deepEqual(versions(), [1, 2]);
});

Deno.test("of two relays only one delivers, and the other goes on when the first's session ends", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1, 2]);
  const first = session(db.url);
  await using second = session(db.url);
  const one = destination();
  const other = destination();
  assert.equal(await relayBatch({ ...base, database: first, deliver: one.deliver, batchMax: 1 }), 1);
  assert.equal(await relayBatch({ ...base, database: second, deliver: other.deliver }), 0);
  assert.equal(await relayBatch({ ...base, database: second, deliver: other.deliver, destination: "kafka" }), 0);
  assert.deepEqual(other.got, []);
  await first[Symbol.asyncDispose]();
  await eventually(async () => await relayBatch({ ...base, database: second, deliver: other.deliver }) === 1);
  assert.deepEqual([one.versions(), other.versions()], [[1], [2]]);
});

Deno.test("a relay whose session is ended loses its lock, gets it back and loses no row", async () => {
  await using db = await testOutbox();
  await using database = session(db.url);
  const { deliver, versions } = destination();
  await using relay = startRelay({ ...base, database, deliver });
  await queue(db, "billing", ADA, [1]);
  relay.wake();
  await eventually(() => versions().length === 1);
  await db
    .query`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'relay' and datname = current_database()`;
  await queue(db, "billing", ADA, [2]);
  await eventually(() => versions().length === 2);
  await eventually(async () => await waiting(db) === 0);
  assert.deepEqual(versions(), [1, 2]);
});

Deno.test("two destinations are relayed each for itself: one that is down does not delay the other", async () => {
  await using db = await testOutbox();
  await using forBilling = session(db.url);
  await using forKafka = session(db.url);
  const kafka = destination();
  let tries = 0;
  const down: Deliver = () => {
    tries++;
    return Promise.reject(new Error("billing is down"));
  };
  await using _billing = startRelay({ ...base, database: forBilling, deliver: down });
  await using _kafka = startRelay({ ...base, database: forKafka, deliver: kafka.deliver, destination: "kafka" });
  await queue(db, "billing", ADA, [1]);
  await queue(db, "kafka", ADA, [1]);
  await eventually(() => kafka.got.length === 1 && tries >= 2);
  assert.equal(await waiting(db), 1);
});

Deno.test("a destination that was down gets every row, in order, when it is back", async () => {
  await using db = await testOutbox();
  await using database = session(db.url);
  const { deliver, versions } = destination();
  let failures = 2;
  await using _ = startRelay({
    ...base,
    database,
    batchMax: 2,
    deliver: (rows) => failures-- > 0 ? Promise.reject(new Error("down")) : deliver(rows),
  });
  await queue(db, "billing", ADA, [1, 2, 3, 4, 5]);
  await eventually(async () => await waiting(db) === 0);
  assert.deepEqual(versions(), [1, 2, 3, 4, 5]);
});

Deno.test("a wake-up is quicker than the poll, round after round", async () => {
  await using db = await testOutbox();
  await using database = session(db.url);
  const { deliver, got } = destination();
  await using relay = startRelay({ ...base, database, deliver });
  await queue(db, "billing", ADA, [0]);
  await eventually(() => got.length === 1);
  const startedMs = performance.now();
  const rounds = 20;
  for (let round = 1; round <= rounds; round++) {
    await queue(db, "billing", ADA, [round]);
    relay.wake();
    await eventually(() => got.length === round + 1);
  }
  const meanMs = (performance.now() - startedMs) / rounds;
  assert.ok(meanMs < 100, `${meanMs} ms a round; the poll alone would take 100 on average`);
});

Deno.test("without a wake-up the poll finds the rows", async () => {
  await using db = await testOutbox();
  await using database = session(db.url);
  const { deliver, got } = destination();
  await using _ = startRelay({ ...base, database, deliver });
  await queue(db, "billing", ADA, [1]);
  await eventually(() => got.length === 1, { deadlineMs: 2_000 });
});

Deno.test("disposing ends the batch that runs first", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1]);
  await using database = session(db.url);
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const relay: Relay = startRelay({
    ...base,
    database,
    deliver: async (rows) => {
      begun.resolve();
      await release.promise;
      return { delivered: rows, refused: [] };
    },
  });
  await begun.promise;
  const disposed = relay[Symbol.asyncDispose]();
  release.resolve();
  await disposed;
  assert.equal(await waiting(db), 0);
});

Deno.test("disposing does not wait for a destination that does not answer; the row is there for the next start", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1]);
  await using database = session(db.url);
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const relay = startRelay({
    ...base,
    database,
    deliver: async () => {
      begun.resolve();
      await release.promise;
      throw new Error("no answer");
    },
  });
  await begun.promise;
  const startedMs = performance.now();
  await relay[Symbol.asyncDispose]();
  assert.ok(performance.now() - startedMs < 1_500);
  assert.equal(await waiting(db), 1);
  release.resolve();
});

Deno.test("a failed delivery is logged without a word of what failed", async () => {
  await using db = await testOutbox();
  await using database = session(db.url);
  const lines: string[] = [];
  await using _ = startRelay({
    ...base,
    database,
    log: createLogger("test", "info", (line) => lines.push(line)),
    deliver: () => Promise.reject(new Error("Ada Lovelace")),
  });
  await queue(db, "billing", ADA, [1]);
  const line = await eventually(() => lines[0]);
  assert.equal(JSON.parse(line).destination, "billing");
  assert.equal(line.includes("Lovelace"), false);
});

Deno.test("a relay that hangs with its lock is replaced within five seconds", async () => {
  await using db = await testOutbox();
  await using hung = session(db.url); // Its connection stays, and it never says another word.
  const before = destination();
  await queue(db, "billing", ADA, [1]);
  assert.equal(await relayBatch({ ...base, database: hung, deliver: before.deliver }), 1);
  await using database = session(db.url);
  const { deliver, versions } = destination();
  await using _ = startRelay({ ...base, database, deliver });
  await queue(db, "billing", ADA, [2]);
  await eventually(() => versions().length === 1, { deadlineMs: 5_000 });
  assert.deepEqual(versions(), [2]);
});

Deno.test("a relay whose destination is slow keeps its lock for as long as that takes", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1]);
  await using slow = session(db.url);
  await using other = session(db.url);
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const delivering = relayBatch({
    ...base,
    database: slow,
    deliver: async (rows) => {
      begun.resolve();
      await release.promise;
      return { delivered: rows, refused: [] };
    },
  });
  await begun.promise;
  const second = destination();
  const untilMs = performance.now() + 4_500; // Half as long again as a silent session lives.
  while (performance.now() < untilMs) {
    assert.equal(await relayBatch({ ...base, database: other, deliver: second.deliver }), 0);
  }
  release.resolve();
  assert.equal(await delivering, 1);
  assert.deepEqual(second.got, []);
});

Deno.test("a row about which the destination says nothing is parked after five tries, with a word in the log", async () => {
  await using db = await testOutbox();
  await queue(db, "billing", ADA, [1, 2]);
  await queue(db, "billing", BOB, [1]);
  await using database = session(db.url);
  const lines: string[] = [];
  const log = createLogger("test", "error", (line) => lines.push(line));
  const deliver: Deliver = (rows) =>
    Promise.resolve({ delivered: rows.filter(({ patientId }) => patientId === BOB), refused: [] });
  for (let attempt = 1; attempt <= 6; attempt++) await relayBatch({ ...base, database, deliver, log });
  const rows = await db.query`select attempts, parked_reason from outbox order by position`;
  assert.deepEqual(rows, [
    { attempts: 5, parkedReason: "The destination did not say what became of it" },
    { attempts: 0, parkedReason: null }, // It only waited behind the first.
  ]);
  assert.equal(lines.length, 1);
  assert.deepEqual([JSON.parse(lines[0] ?? "").event, JSON.parse(lines[0] ?? "").count], ["rows parked", 1]);
});

Deno.test("one row that makes its destination refuse all is found and parked, and nobody else waits for it", async () => {
  await using db = await testOutbox();
  const patients = Array.from({ length: 40 }, () => crypto.randomUUID());
  for (const patient of patients) await queue(db, "kafka", patient, [1, 2, 3]);
  const [poisoned = ""] = patients.slice(17);
  await using database = session(db.url);
  const got: OutboxRow[] = [];
  let calls = 0;
  const deliver: Deliver = (rows) => {
    calls++;
    const poison = rows.some((row) => row.patientId === poisoned && versionOf(row) === 2);
    if (poison) return Promise.reject(new BatchRefused("Too large"));
    got.push(...rows);
    return Promise.resolve({ delivered: rows, refused: [] });
  };
  await relayBatch({ ...base, database, deliver, batchMax: 1_000, destination: "kafka" });
  assert.ok(calls <= 20, `${calls} calls`);
  for (const patient of patients) {
    const versions = got.filter(({ patientId }) => patientId === patient).map(versionOf);
    assert.deepEqual(versions, patient === poisoned ? [1] : [1, 2, 3]);
  }
  for (let attempt = 2; attempt <= 5; attempt++) await relayBatch({ ...base, database, deliver, destination: "kafka" });
  const rows = await db.query`select attempts, parked_reason from outbox order by position`;
  assert.deepEqual(rows, [{ attempts: 5, parkedReason: "Too large" }, { attempts: 0, parkedReason: null }]);
});

Deno.test("an outage in the middle of a search for a poisoned row counts for no row", async () => {
  await using db = await testOutbox();
  await queue(db, "kafka", ADA, [1, 2, 3, 4]);
  await using database = session(db.url);
  let calls = 0;
  const deliver: Deliver = () =>
    Promise.reject(++calls === 1 ? new BatchRefused("Too large") : new Error("Kafka is down"));
  await assert.rejects(relayBatch({ ...base, database, deliver, destination: "kafka" }), { message: "Kafka is down" });
  const [row] = await db.query`select count(*)::integer as count, max(attempts) as attempts from outbox`;
  assert.deepEqual(row, { count: 4, attempts: 0 });
});

/** A process whose relay has the lock: it has delivered a row. */
async function relayProcess(db: Database & { readonly url: string }) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--allow-net=127.0.0.1,localhost",
      "--allow-env",
      "--allow-read",
      new URL("relay_fixture.ts", import.meta.url).href,
      db.url,
    ],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  await queue(db, "billing", ADA, [1]);
  const reader = child.stdout.getReader();
  assert.match(new TextDecoder().decode((await reader.read()).value), /delivered 1/);
  let killed = false;
  return {
    kill: (signal: "SIGKILL" | "SIGSTOP") => {
      child.kill(signal);
      killed = signal === "SIGKILL";
    },
    [Symbol.asyncDispose]: async () => {
      if (!killed) child.kill("SIGKILL");
      await reader.cancel();
      await child.status;
    },
  };
}

for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
  Deno.test(`a relay whose process gets ${signal} is replaced within five seconds`, async () => {
    await using db = await testOutbox();
    await using first = await relayProcess(db);
    await using database = session(db.url);
    const { deliver, versions } = destination();
    await using _ = startRelay({ ...base, database, deliver });
    assert.equal(await relayBatch({ ...base, database, deliver }), 0);
    first.kill(signal);
    await queue(db, "billing", ADA, [2]);
    await eventually(() => versions().length === 1, { deadlineMs: 5_000 });
    assert.deepEqual(versions(), [2]);
  });
}
