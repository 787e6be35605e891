import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import type { Client } from "./client.ts";

/** Until billing, Kafka and analytics have followed. */
export const SETTLE_MS_MAX = 30_000;

/**
 * One patient's registration with all that follows, in a system that has no patient yet, wherever it runs. Returns the
 * patient's path; the record is at version 4 then. One client may be both.
 */
export async function registrationStory(t: Deno.TestContext, registrar: Client, analyst: Client): Promise<string> {
  let path = "";

  await t.step("registering answers 201 with Location and ETag", async () => {
    const answer = await registrar.send("POST", "/api/patients", {
      name: "Ada Example",
      dateOfBirth: "1990-12-10",
      sex: "female",
      city: "Berlin",
      country: "DE",
    });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    assert.equal(answer.headers.get("location"), `/api/patients/${answer.body.id}`);
    assert.equal(answer.headers.get("etag"), `"1"`);
    path = `/api/patients/${answer.body.id}`;
  });

  await t.step("the billing account is there and the number has risen by exactly one", async () => {
    const patientId = path.split("/").at(-1);
    const account = await eventually(async () => {
      const { body } = await registrar.get(`/api/billing/accounts?patientId=${patientId}`);
      return body.accounts[0];
    });
    assert.deepEqual([account.patientId, account.status], [patientId, "ACTIVE"]);
    await summaryIs(analyst, { patientsTotal: 1, registeredToday: 1, registeredLast7Days: 1, eventLag: 0 });
  });

  await t.step("an update, a deletion and a restoration show in the numbers", async () => {
    const city = async () => (await analyst.get("/api/analytics/demographics")).body.byCity;
    assert.equal((await registrar.send("PATCH", path, { city: "Hamburg" })).status, 200);
    await eventually(async () => {
      assert.deepEqual(await city(), [{ key: "Hamburg", count: 1 }]);
      return true;
    });

    assert.equal((await registrar.send("DELETE", path)).status, 204);
    assert.equal((await registrar.get(path)).status, 404);
    await summaryIs(analyst, { patientsTotal: 0, registeredToday: 1 });
    assert.deepEqual(await city(), []);

    const restored = await registrar.send("POST", `${path}/restore`);
    assert.deepEqual([restored.status, restored.body.version], [200, 4]);
    await summaryIs(analyst, { patientsTotal: 1, registeredToday: 1 });
  });

  return path;
}

/** Waits until the summary holds these numbers. */
export async function summaryIs(analyst: Client, expected: Record<string, number>): Promise<void> {
  await eventually(async () => {
    const { body } = await analyst.get("/api/analytics/summary");
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, body[name]])), expected);
    return true;
  }, { deadlineMs: SETTLE_MS_MAX });
}
