import assert from "node:assert/strict";
import { readSecrets } from "./data_dir.ts";

Deno.test("secrets stay what they are, and those that a later release asks for are added once", async () => {
  const dataDir = await Deno.makeTempDir({ dir: "/tmp", prefix: "secrets-" });
  try {
    const { gatewayClient, billingClient, ...before } = await readSecrets(dataDir);
    assert.notEqual(gatewayClient, billingClient);
    await Deno.writeTextFile(`${dataDir}/secrets.json`, JSON.stringify(before)); // As an earlier release left it.
    const after = await readSecrets(dataDir);
    assert.deepEqual({ ...after, ...before }, after);
    assert.ok(after.gatewayClient.length >= 16 && after.billingClient.length >= 16);
    assert.deepEqual(await readSecrets(dataDir), after);
    assert.equal(((await Deno.stat(`${dataDir}/secrets.json`)).mode ?? 0) & 0o777, 0o600);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});
