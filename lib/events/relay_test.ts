import assert from "node:assert/strict";
import { createLogger } from "../telemetry/mod.ts";
import { eventually } from "../testing/mod.ts";
import { ADA, base, destination, session, versionOf } from "./destination_fixture.ts";
import { type Deliver, type Relay, relayBatch, startRelay } from "./mod.ts";
import { queue, testOutbox, waiting } from "./outbox_fixture.ts";

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

Deno.test("a relay whose outbox was empty for long walks it by its key when much is waiting", async () => {
  await using db = await testOutbox();
  await using relay = session(db.url);
  const to = destination();
  const relayOnce = () => relayBatch({ ...base, database: relay, deliver: to.deliver });
  const rowsScanned = async () => {
    await relay.query`select pg_stat_force_next_flush()`;
    const [table] = await relay.query<{ rows: number }>`
      select seq_tup_read::integer as rows from pg_stat_user_tables where relname = 'outbox'`;
    return table?.rows ?? 0;
  };
  await queue(db, "billing", ADA, [1]);
  await relayOnce();
  await db.query`vacuum outbox`;
  for (let version = 2; version < 12; version++) { // More often than PostgreSQL makes a plan anew.
    await queue(db, "billing", ADA, [version]);
    await relayOnce();
  }
  const waitingMany = Array.from({ length: 5_000 }, (_, index) => index + 12);
  await queue(db, "billing", ADA, waitingMany);
  const before = await rowsScanned();
  assert.equal(await relayOnce(), base.batchMax);
  assert.ok(await rowsScanned() - before < waitingMany.length);
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
