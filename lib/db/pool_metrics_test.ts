import assert from "node:assert/strict";
import { createMetrics } from "../telemetry/mod.ts";
import { reportPool } from "./pool_metrics.ts";

Deno.test("a pool shows what is in use, what is free and what waits", async () => {
  const metrics = createMetrics("patient");
  const limits = { inFlight: 3 };
  reportPool(metrics, "patient", limits, 10);
  reportPool(metrics, "patient relay kafka", { inFlight: 1 }, 1);
  const value = async (name: string, pool: string, more = "") => {
    const line = (await metrics.registry.metrics()).split("\n").find((each) =>
      each.startsWith(`${name}{`) && each.includes(`pool_name="${pool}"`) && each.includes(more)
    );
    return Number(line?.split(" ").at(-1));
  };
  assert.equal(await value("db_client_connection_count", "patient", 'state="used"'), 3);
  assert.equal(await value("db_client_connection_count", "patient", 'state="idle"'), 7);
  assert.equal(await value("db_client_connection_pending_requests", "patient"), 0);
  limits.inFlight = 25;
  assert.equal(await value("db_client_connection_count", "patient", 'state="used"'), 10);
  assert.equal(await value("db_client_connection_pending_requests", "patient"), 15);
  assert.equal(await value("db_client_connection_count", "patient relay kafka", 'state="idle"'), 0);
  assert.equal(await value("db_client_connection_max", "patient relay kafka"), 1);
});
