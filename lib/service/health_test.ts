import assert from "node:assert/strict";
import { createMetrics } from "../telemetry/mod.ts";
import { createHealth, reportHealth } from "./health.ts";

Deno.test("a service without checks is ready", async () => {
  assert.deepEqual(await createHealth().readiness(), { ready: true, checks: {} });
});

Deno.test("one check that does not hold makes the service not ready, and is named", async () => {
  const health = createHealth();
  health.check("database", () => Promise.resolve(true));
  health.check("keys", () => false);
  assert.deepEqual(await health.readiness(), { ready: false, checks: { database: "up", keys: "down" } });
});

Deno.test("a check that throws or rejects counts as down", async () => {
  const health = createHealth();
  health.check("thrown", () => {
    throw new Error("no");
  });
  health.check("rejected", () => Promise.reject(new Error("no")));
  assert.deepEqual(await health.readiness(), { ready: false, checks: { thrown: "down", rejected: "down" } });
});

Deno.test("a check that hangs counts as down within two seconds, and others are not hurt", async () => {
  const health = createHealth();
  health.check("hanging", () => new Promise(() => {}));
  health.check("database", () => true);
  const startedMs = performance.now();
  assert.deepEqual(await health.readiness(), { ready: false, checks: { hanging: "down", database: "up" } });
  assert.ok(performance.now() - startedMs < 2_000);
});

Deno.test("a check is asked anew each time", async () => {
  let up = false;
  const health = createHealth();
  health.check("keys", () => up);
  assert.equal((await health.readiness()).ready, false);
  up = true;
  assert.equal((await health.readiness()).ready, true);
});

Deno.test("a service on its way out is not ready, though its checks hold", async () => {
  const health = createHealth();
  health.check("database", () => true);
  health.drain();
  assert.deepEqual(await health.readiness(), { ready: false, checks: { database: "up" } });
});

Deno.test("what is only shown is named, and does not decide whether the service is ready", async () => {
  const health = createHealth();
  health.check("database", () => true);
  health.show("consumer", () => false);
  assert.deepEqual(await health.readiness(), { ready: true, checks: { database: "up", consumer: "down" } });
});

Deno.test("metrics show each check as it is just now, and all of them together", async () => {
  const health = createHealth();
  const metrics = createMetrics("patient");
  reportHealth(metrics, health);
  let up = true;
  health.check("database", () => up);
  health.show("consumer", () => false);
  const status = async (check: string) =>
    new RegExp(`health_check_status{check="${check}",[^}]*} (\\d)`).exec(await metrics.registry.metrics())?.[1];
  assert.deepEqual([await status("readiness"), await status("database"), await status("consumer")], ["1", "1", "0"]);
  up = false;
  assert.deepEqual([await status("readiness"), await status("database")], ["0", "0"]);
});
