/**
 * Whether a refused sign-in takes as long for an account that there is, one that there is not, and one that is disabled.
 * Exits 1 when two medians lie more than a tenth apart.
 *
 *     deno run --no-prompt --allow-run=sh --allow-net=127.0.0.1 --allow-read=. --allow-write=.data \
 *       --allow-env='PG*,KAFKAJS_*,NODE_ENV' --allow-ffi=node_modules services/auth/sign_in_bench.ts [tries]
 */
import { addStaff, RULES, testApp } from "./testing.ts";

const tries = Number(Deno.args[0] ?? 100);
const APART_MAX = 0.1;

await using app = await testApp(["REGISTRAR"], {
  ...RULES,
  failuresMax: tries + 1,
  address: { ...RULES.address, failuresMax: 0 },
});
await addStaff(app.db, "disabled@example.org", ["ANALYST"]);
await app.db.query`update staff set disabled_at = now() where email = 'disabled@example.org'`;
for (let nth = 0; nth < tries; nth++) await addStaff(app.db, `known${nth}@example.org`, ["ANALYST"]);

const times: Record<string, number[]> = { known: [], unknown: [], disabled: [] };

async function measure(kind: string, email: string): Promise<void> {
  const startedMs = performance.now();
  const response = await app.send("POST", "/auth/login", { body: { email, password: "a-wrong-invented-password" } });
  times[kind]?.push(performance.now() - startedMs);
  if (response.status !== 401) throw new Error(`${kind}: ${response.status}`);
}

// By turns, so that whatever else the machine does meets all of them.
for (let nth = 0; nth < tries; nth++) {
  await measure("known", `known${nth}@example.org`);
  await measure("unknown", `unknown${nth}@example.org`);
  await measure("disabled", "disabled@example.org");
}

const medians = Object.entries(times).map(([kind, all]) => {
  const median = all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0;
  console.log(`${kind.padEnd(8)} ${median.toFixed(1)} ms`);
  return median;
});
if (Math.max(...medians) > Math.min(...medians) * (1 + APART_MAX)) {
  console.error("More than a tenth apart");
  Deno.exitCode = 1;
}
