/**
 * How long the relay's look takes, and how large the outbox grows, while rows come and go by the million. The last lines
 * must be like the first.
 *
 *     deno run --no-prompt --allow-run=sh --allow-net=127.0.0.1 --allow-read=. --allow-write=.data \
 *       --allow-env='PG*,KAFKAJS_*,NODE_ENV' lib/events/outbox_bench.ts [rows] [batch]
 */
import { openDatabase } from "../db/mod.ts";
import { createLogger } from "../telemetry/mod.ts";
import { testDatabase } from "../testing/mod.ts";
import { RELAY_SETTINGS } from "./outbox.ts";
import { relayBatch } from "./relay.ts";

const rowsMax = Number(Deno.args[0] ?? 2_000_000);
const batchMax = Number(Deno.args[1] ?? 1_000);
const LINES = 10;

await using db = await testDatabase("patient");
await using database = openDatabase({
  url: db.url,
  poolMax: 1,
  applicationName: "bench",
  settings: RELAY_SETTINGS,
});
const log = createLogger("bench", "error");

async function queue(count: number): Promise<void> {
  await db.query`
    insert into outbox (destination, patient_id, payload)
    select 'kafka', uuidv7(), patient_event('registered', null::patient) from generate_series(1, ${count})`;
}

for (let line = 1; line <= LINES; line++) {
  const slice = rowsMax / LINES;
  let lookMs = 0;
  for (let done = 0; done < slice; done += batchMax) {
    await queue(batchMax);
    const startedMs = performance.now();
    await relayBatch({
      database,
      destination: "kafka",
      deliver: (rows) => Promise.resolve({ delivered: rows, refused: [] }),
      batchMax,
      log,
    });
    lookMs += performance.now() - startedMs;
  }
  const [size] = await db.query<{ kib: number }>`
    select (pg_total_relation_size('outbox') / 1024)::integer as kib`;
  const perBatchMs = (lookMs / (slice / batchMax)).toFixed(2);
  console.log(`${line * slice} rows relayed: ${perBatchMs} ms a batch of ${batchMax}, outbox ${size?.kib} KiB`);
}
