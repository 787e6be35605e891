import assert from "node:assert/strict";
import { countRows, faultsOf, NOTHING, SHORT, type TestApp, testApp, WHOLE } from "../testing.ts";

const PATH = "/api/patients";
const ONE = { patients: 1, versions: 1, events: 1, accounts: 1, claims: 1 };

function register(app: TestApp, key: string, body: unknown = WHOLE, account = "tester"): Promise<Response> {
  return app.send("POST", PATH, { body, account, headers: { "idempotency-key": key } });
}

/** All of an answer that a client sees, but for the trace. */
async function seen(response: Response) {
  const { status, headers } = response;
  return { status, location: headers.get("location"), etag: headers.get("etag"), body: await response.text() };
}

Deno.test("a repeat of a registration gives the first answer, also when the patient has changed or is gone", async () => {
  await using app = await testApp();
  const first = await seen(await register(app, "one"));
  assert.equal(first.status, 201);
  assert.deepEqual(await seen(await register(app, "one")), first);
  assert.deepEqual(await countRows(app.db), ONE);

  await app.send("PATCH", first.location ?? "", { body: { name: "Ada Renamed", city: null } });
  assert.deepEqual(await seen(await register(app, "one")), first);
  assert.equal((await app.send("DELETE", first.location ?? "")).status, 204);
  assert.deepEqual(await seen(await register(app, "one")), first);
  assert.equal((await countRows(app.db))["patients"], 1);
});

Deno.test("members in another order, other white space and another writing of a value are the same body", async () => {
  await using app = await testApp();
  const first = await seen(await register(app, "one"));
  const turned = Object.fromEntries(Object.entries(WHOLE).toReversed());
  assert.deepEqual(await seen(await register(app, "one", turned)), first);
  assert.deepEqual(await seen(await register(app, "one", JSON.stringify(WHOLE, null, 2))), first);
  assert.deepEqual(await seen(await register(app, "one", { ...WHOLE, phone: "+1 202 555 0143" })), first);
  assert.deepEqual(await countRows(app.db), ONE);
});

Deno.test("the same key with another body is refused, and the first answer stays", async () => {
  await using app = await testApp();
  const first = await seen(await register(app, "one", SHORT));
  for (const body of [{ ...SHORT, name: "Ada Other" }, { ...SHORT, city: "Ada" }, WHOLE]) {
    const response = await register(app, "one", body);
    assert.equal(response.status, 422);
    assert.equal((await response.json()).type, "/problems/idempotency-key-reused");
  }
  assert.deepEqual(await seen(await register(app, "one", SHORT)), first);
  assert.deepEqual(await countRows(app.db), ONE);
});

Deno.test("a key belongs to its account", async () => {
  await using app = await testApp();
  const first = await seen(await register(app, "one", SHORT, "desk-1"));
  const other = await seen(await register(app, "one", WHOLE, "desk-2"));
  assert.equal(other.status, 201);
  assert.notEqual(other.location, first.location);
  assert.deepEqual(await seen(await register(app, "one", SHORT, "desk-1")), first);
  assert.deepEqual(await seen(await register(app, "one", WHOLE, "desk-2")), other);
  assert.equal((await countRows(app.db))["patients"], 2);
});

Deno.test("twenty repeats at once are one patient and twenty equal answers", async () => {
  await using app = await testApp();
  const answers = await Promise.all(Array.from({ length: 20 }, async () => await seen(await register(app, "one"))));
  assert.equal(answers[0]?.status, 201);
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.deepEqual(await countRows(app.db), ONE);
});

Deno.test("of two bodies at once under one key one is registered and the other refused", async () => {
  await using app = await testApp();
  const bodies = Array.from({ length: 10 }, (_, nth) => nth % 2 === 0 ? SHORT : WHOLE);
  const statuses = await Promise.all(bodies.map(async (body) => (await register(app, "one", body)).status));
  assert.deepEqual(statuses.toSorted(), [201, 201, 201, 201, 201, 422, 422, 422, 422, 422]);
  assert.deepEqual(await countRows(app.db), ONE);
});

Deno.test("a key is 1 to 255 visible ASCII characters", async () => {
  await using app = await testApp();
  for (const bad of ["", "x".repeat(256), "with space", "tab\tinside", "k\u00e9y", "\u00ff"]) {
    assert.deepEqual(await faultsOf(await register(app, bad)), ["/Idempotency-Key"], JSON.stringify(bad));
  }
  assert.deepEqual(await countRows(app.db), NOTHING);
  for (const good of ["!", "~".repeat(255), `"quoted'\\`]) assert.equal((await register(app, good)).status, 201);
});

Deno.test("an error is not kept: the same key registers afterwards", async () => {
  await using app = await testApp();
  await faultsOf(await register(app, "one", { ...SHORT, dateOfBirth: "2023-02-30" }));
  await app.db.query`alter table outbox add constraint closed check (destination <> 'kafka')`;
  assert.equal((await register(app, "one", SHORT)).status, 500);
  assert.deepEqual(await countRows(app.db), NOTHING);
  await app.db.query`alter table outbox drop constraint closed`;
  assert.equal((await register(app, "one", SHORT)).status, 201);
});

Deno.test("after a day the key is free again, for another body too", async () => {
  await using app = await testApp();
  const first = await seen(await register(app, "one", SHORT));
  await app.db.query`update idempotency_key set created_at = created_at - interval '24 hours 1 second'`;
  const answers = await Promise.all(
    Array.from({ length: 5 }, async () => await seen(await register(app, "one", WHOLE))),
  );
  assert.equal(answers[0]?.status, 201);
  assert.notEqual(answers[0].location, first.location);
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal((await countRows(app.db))["patients"], 2);
});
