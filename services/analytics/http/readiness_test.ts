import { createHealth } from "@pms/lib/service";
import assert from "node:assert/strict";
import { showing } from "./readiness.ts";

Deno.test("a check that is shown does not make a service unready", async () => {
  const health = createHealth();
  health.check("database", () => true);
  assert.deepEqual(await showing(health, "consumer", () => false).readiness(), {
    ready: true,
    checks: { database: "up", consumer: "down" },
  });
});

Deno.test("a service that drains is not ready, whatever is shown", async () => {
  const health = createHealth();
  health.drain();
  assert.equal((await showing(health, "consumer", () => true).readiness()).ready, false);
});
