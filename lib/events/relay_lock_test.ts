import assert from "node:assert/strict";
import type { Database } from "../db/mod.ts";
import { eventually } from "../testing/mod.ts";
import { ADA, base, destination, session } from "./destination_fixture.ts";
import { relayBatch, startRelay } from "./mod.ts";
import { queue, testOutbox, waiting } from "./outbox_fixture.ts";

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
