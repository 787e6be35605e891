import assert from "node:assert/strict";
import { countRows, queuedEvents, SHORT, testApp, WHOLE } from "../testing.ts";

Deno.test("a deleted patient is not found by any call but restore, and comes back whole", async () => {
  await using app = await testApp();
  const patient = await app.register(WHOLE);
  const path = `/api/patients/${patient.id}`;
  const deleted = await app.send("DELETE", path);
  assert.equal(deleted.status, 204);
  assert.equal(await deleted.text(), "");

  for (
    const [method, body] of Object.entries({ GET: undefined, PUT: SHORT, PATCH: { city: "x" }, DELETE: undefined })
  ) {
    for (const tag of [undefined, '"2"', '"1"', "*"]) {
      const headers: Record<string, string> = tag === undefined ? {} : { "if-match": tag };
      const response = await app.send(method, path, { body, headers });
      assert.equal(response.status, 404, `${method} ${tag}`);
      assert.equal((await response.json()).type, "/problems/patient-not-found");
    }
  }
  assert.equal((await app.send("GET", path, { headers: { "if-none-match": "*" } })).status, 404);
  assert.deepEqual(await (await app.send("GET", "/api/patients")).json(), { patients: [] });
  const search = await app.send("POST", "/api/patients/search", { body: { mrn: patient.mrn } });
  assert.deepEqual(await search.json(), { patients: [] });

  const restored = await app.send("POST", `${path}/restore`);
  assert.equal(restored.status, 200);
  assert.equal(restored.headers.get("etag"), '"3"');
  const record = await restored.json();
  assert.deepEqual(record, { ...patient, version: 3, updatedAt: record.updatedAt });
  assert.deepEqual(await (await app.send("GET", path)).json(), record);
});

Deno.test("deleting and restoring are versions with events of their own", async () => {
  await using app = await testApp();
  const { id } = await app.register();
  await app.send("DELETE", `/api/patients/${id}`, { account: "desk-1" });
  await app.send("POST", `/api/patients/${id}/restore`, { account: "desk-2" });
  assert.deepEqual(await queuedEvents(app.db), [
    { patientId: id, version: 1, kind: "registered", deleted: false },
    { patientId: id, version: 2, kind: "deleted", deleted: true },
    { patientId: id, version: 3, kind: "restored", deleted: false },
  ]);
  const versions = await app.db.query`
    select version, changed_by, record->>'deleted_at' is not null as deleted from patient_version order by version`;
  assert.deepEqual(versions, [
    { version: 1, changedBy: "tester", deleted: false },
    { version: 2, changedBy: "desk-1", deleted: true },
    { version: 3, changedBy: "desk-2", deleted: false },
  ]);
  assert.equal((await countRows(app.db))["accounts"], 1);
  assert.equal(app.wakes(), 3);
});

Deno.test("who is not deleted cannot be restored", async () => {
  await using app = await testApp();
  const { id } = await app.register();
  const before = await countRows(app.db);
  const response = await app.send("POST", `/api/patients/${id}/restore`);
  assert.equal(response.status, 409);
  assert.equal((await response.json()).type, "/problems/not-deleted");
  assert.deepEqual(await countRows(app.db), before);
});

Deno.test("of ten deletions at once one deletes, and of ten restorations one restores", async () => {
  await using app = await testApp();
  const { id } = await app.register();
  const ten = async (method: string, path: string) =>
    (await Promise.all(Array.from({ length: 10 }, () => app.send(method, path)))).map(({ status }) => status)
      .toSorted();
  const others = (status: number) => Array.from({ length: 9 }, () => status);
  assert.deepEqual(await ten("DELETE", `/api/patients/${id}`), [204, ...others(404)]);
  assert.deepEqual(await ten("POST", `/api/patients/${id}/restore`), [200, ...others(409)]);
  assert.equal((await countRows(app.db))["versions"], 3);
});
