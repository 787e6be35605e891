/**
 * Notices when statements slow down the longer a pool lives, as they do when the driver pipelines (see `max_pipeline`
 * in database.ts). The second line must be as fast as the first.
 *
 *     deno bench --no-prompt --allow-run=sh --allow-net=127.0.0.1 --allow-read=. --allow-write=.data \
 *       --allow-env='PG*,KAFKAJS_*,NODE_ENV' lib/db/database_bench.ts
 */
import { testDatabase } from "../testing/mod.ts";
import { openDatabase } from "./database.ts";

const CALLERS = 32;
const STATEMENTS_EACH = 50;
const AGEING_ROUNDS = 200; // 320,000 statements: with pipelining the rate is down to a third.

const { url } = await testDatabase("patient");

function makePool() {
  const database = openDatabase({ url, poolMax: 10, applicationName: "bench" });
  const caller = async () => {
    for (let n = 0; n < STATEMENTS_EACH; n++) await database.query`select ${n}::integer as n`;
  };
  return async () => void await Promise.all(Array.from({ length: CALLERS }, caller));
}

const options = { group: "1,600 statements of 32 callers", n: 30, warmup: 5 };

Deno.bench({ ...options, name: "on a new pool", baseline: true, fn: makePool() });

const aged = makePool();
for (let round = 0; round < AGEING_ROUNDS; round++) await aged();
Deno.bench({ ...options, name: "on a pool that has done 320,000", fn: aged });
