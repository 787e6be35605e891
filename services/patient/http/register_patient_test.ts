import { BODY_BYTES_MAX } from "@pms/lib/http";
import assert from "node:assert/strict";
import { countRows, faultsOf, NOTHING, queuedEvents, SHORT, testApp, WHOLE } from "../testing.ts";

const PATH = "/api/patients";
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const today = () => new Date().toISOString().slice(0, 10);

Deno.test("a registration with all there is comes back as it was sent, with what the system gives", async () => {
  await using app = await testApp();
  const response = await app.send("POST", PATH, { body: WHOLE });
  assert.equal(response.status, 201);
  const { id, mrn, version, createdAt, updatedAt, ...details } = await response.json();
  assert.deepEqual(details, WHOLE);
  assert.match(id, UUID_V7);
  assert.match(mrn, /^\d{8}[0-9A-Z]$/);
  assert.equal(version, 1);
  assert.match(createdAt, TIME);
  assert.equal(updatedAt, createdAt);
  assert.equal(response.headers.get("location"), `${PATH}/${id}`);
  assert.equal(response.headers.get("etag"), '"1"');
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(response.headers.get("cache-control"), "no-store");

  const read = await app.send("GET", `${PATH}/${id}`);
  assert.deepEqual(await read.json(), { id, mrn, version, createdAt, updatedAt, ...details });
});

Deno.test("a registration needs a name and a birth date alone; what is absent is left out, and it is of today", async () => {
  await using app = await testApp();
  const before = today();
  const patient = await app.register(SHORT);
  const { id: _id, mrn: _mrn, version: _version, createdAt, updatedAt: _updatedAt, ...details } = patient;
  assert.ok([before, today()].includes(patient.registeredDate));
  assert.deepEqual(details, { ...SHORT, registeredDate: patient.registeredDate });
  assert.ok(Math.abs(Date.parse(createdAt) - Date.now()) < 60_000);
});

Deno.test("a registration wakes the relays, and says who made it and in which trace", async () => {
  await using app = await testApp();
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const response = await app.send("POST", PATH, { body: SHORT, account: "desk-1", headers: { traceparent } });
  const { id } = await response.json();
  assert.equal(app.wakes(), 1);
  const rows = await app.db.query`
    select changed_by, traceparent, destination from patient_version join outbox using (patient_id)
    order by destination`;
  assert.deepEqual(
    rows,
    ["billing", "kafka"].map((destination) => ({ changedBy: "desk-1", traceparent, destination })),
  );
  assert.deepEqual(await queuedEvents(app.db), [{ patientId: id, version: 1, kind: "registered", deleted: false }]);
});

Deno.test("a text comes back in NFC and trimmed", async () => {
  await using app = await testApp();
  const sent = { ...SHORT, name: "  Zoe\u0308 Example ", city: "\u00a0Mu\u0308sterstadt", phone: "+1 (202) 555-0143" };
  const patient = await app.register(sent);
  assert.deepEqual([patient.name, patient.city, patient.phone], [
    "Zo\u00eb Example",
    "M\u00fcsterstadt",
    "+12025550143",
  ]);
});

Deno.test("twenty registrations at once are twenty patients with a number each", async () => {
  await using app = await testApp();
  const patients = await Promise.all(Array.from({ length: 20 }, () => app.register(SHORT)));
  assert.equal(new Set(patients.map(({ id }) => id)).size, 20);
  assert.equal(new Set(patients.map(({ mrn }) => mrn)).size, 20);
  assert.deepEqual(await countRows(app.db), { patients: 20, versions: 20, events: 20, accounts: 20, claims: 0 });
});

Deno.test("allowDuplicate is accepted, and no other parameter", async () => {
  await using app = await testApp();
  for (const value of ["true", "false"]) {
    assert.equal((await app.send("POST", `${PATH}?allowDuplicate=${value}`, { body: SHORT })).status, 201);
  }
  const before = await countRows(app.db);
  for (
    const [query, pointer] of Object.entries({
      "allowDuplicate=": "/allowDuplicate",
      "allowDuplicate=yes": "/allowDuplicate",
      "allowDuplicate=true&allowDuplicate=true": "/allowDuplicate",
      "allowduplicate=true": "/allowduplicate",
      "dryRun=true": "/dryRun",
      "__proto__=1": "/__proto__",
    })
  ) {
    assert.deepEqual(await faultsOf(await app.send("POST", `${PATH}?${query}`, { body: SHORT })), [pointer]);
  }
  assert.deepEqual(await countRows(app.db), before);
});

const dayAfterTomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
const refused: Record<string, readonly unknown[]> = {
  name: [null, "", "  ", 5, "x".repeat(101), "a\u0000b", "a\u0085b", "a\ud800b", ["Ada"]],
  dateOfBirth: [null, "", "2023-02-30", "0000-00-00", "1874-12-31", dayAfterTomorrow, "1980-2-29", 19800229],
  familyName: [null, "", "x".repeat(101), "\u0007"],
  givenName: [null, "", "x".repeat(101), "\udfff"],
  sex: [null, "", "F", "woman"],
  email: [null, "", "ada", "ada@example", `${"a".repeat(65)}@example.org`],
  phone: [null, "", "2025550143", "+1", "+49 12345678901234"],
  address: [null, "", "x".repeat(501), "two\nlines"],
  city: [null, "", "x".repeat(101)],
  postalCode: [null, "", "x".repeat(21)],
  country: [null, "", "ch", "XX", "CHE"],
  language: [null, "", "english", "sh-aaaaaaaa-bbbbbbbb-cccccccc-ddddd"],
  registeredDate: [null, "", "2023-02-30", dayAfterTomorrow],
  id: ["0198c0de-0000-7000-8000-000000000001"],
  mrn: ["000000001"],
  version: [1],
  createdAt: ["2024-01-01T00:00:00.000Z"],
  updatedAt: ["2024-01-01T00:00:00.000Z"],
  deletedAt: [null],
  nmae: ["Ada"],
  "a/b~c": [1],
  constructor: [1],
};

Deno.test("what breaks a rule of one member is refused with that member's pointer, and nothing is stored", async () => {
  await using app = await testApp();
  for (const [member, values] of Object.entries(refused)) {
    const pointer = `/${member.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    for (const value of values) {
      const response = await app.send("POST", PATH, { body: { ...SHORT, [member]: value } });
      assert.deepEqual([...new Set(await faultsOf(response))], [pointer], `${member}: ${JSON.stringify(value)}`);
    }
  }
  for (const member of ["name", "dateOfBirth"] as const) {
    const { [member]: _absent, ...body } = SHORT;
    assert.deepEqual(await faultsOf(await app.send("POST", PATH, { body })), [`/${member}`]);
  }
  assert.deepEqual(await countRows(app.db), NOTHING);
  assert.equal(app.wakes(), 0);
});

Deno.test("all faults are said at once", async () => {
  await using app = await testApp();
  const body = Object.fromEntries(Object.entries(refused).map(([member, [value]]) => [member, value]));
  const pointers = await faultsOf(await app.send("POST", PATH, { body }));
  assert.deepEqual(
    [...new Set(pointers)],
    Object.keys(refused).map((member) => `/${member}`).map((pointer) => pointer === "/a/b~c" ? "/a~1b~0c" : pointer)
      .toSorted(),
  );
});

Deno.test("a body that is no JSON object, or says a thing twice, is refused", async () => {
  await using app = await testApp();
  const deep = `${"[".repeat(33)}${"]".repeat(33)}`;
  const bodies: Record<string, readonly string[]> = {
    "": [""],
    "null": [""],
    "[]": [""],
    '"Ada"': [""],
    "{": [""],
    '{"name":"Ada","dateOfBirth":"1980-01-01",}': [""],
    '{"name":"Ada","dateOfBirth":"1980-01-01","name":"Bob"}': ["/name"],
    '{"name":"Ada","dateOfBirth":"1980-01-01","__proto__":{"sex":"other"}}': ["/__proto__"],
    [`{"name":"Ada","dateOfBirth":"1980-01-01","city":${deep}}`]: [""],
  };
  for (const [body, pointers] of Object.entries(bodies)) {
    assert.deepEqual(await faultsOf(await app.send("POST", PATH, { body })), pointers, body);
  }
  const latin1 = Uint8Array.from(
    '{"name":"Zo\u00eb","dateOfBirth":"1980-01-01"}',
    (character) => character.charCodeAt(0),
  );
  assert.deepEqual(await faultsOf(await app.send("POST", PATH, { body: latin1 })), [""]);
  assert.deepEqual(await countRows(app.db), NOTHING);
});

Deno.test("a body of 1 MiB is read, and one byte more is not", async () => {
  await using app = await testApp();
  const body = (bytes: number) => JSON.stringify(SHORT).padEnd(bytes);
  const tooLarge = await app.send("POST", PATH, { body: body(BODY_BYTES_MAX + 1) });
  assert.equal(tooLarge.status, 413);
  assert.equal((await tooLarge.json()).type, "/problems/body-too-large");
  assert.deepEqual(await countRows(app.db), NOTHING);
  assert.equal((await app.send("POST", PATH, { body: body(BODY_BYTES_MAX) })).status, 201);
});

Deno.test("a body of another type, coding or none at all is refused", async () => {
  await using app = await testApp();
  const body = JSON.stringify(SHORT);
  for (
    const headers of [
      { "content-type": "text/plain" },
      { "content-type": "application/merge-patch+json" },
      { "content-type": "application/json; charset=iso-8859-1" },
      { "content-type": "" },
      { "content-encoding": "gzip" },
    ]
  ) {
    const response = await app.send("POST", PATH, { body, headers });
    assert.equal(response.status, 415, JSON.stringify(headers));
    assert.equal((await response.json()).type, "/problems/unsupported-media-type");
  }
  assert.equal((await app.send("POST", PATH)).status, 415);
  assert.deepEqual(await countRows(app.db), NOTHING);
  const headers = { "content-type": "Application/JSON; charset=UTF-8" };
  assert.equal((await app.send("POST", PATH, { body, headers })).status, 201);
});

Deno.test("registering needs a token with patient:write", async () => {
  await using app = await testApp();
  const without = await app.send("POST", PATH, { body: SHORT, scopes: "nobody" });
  assert.equal(without.status, 401);
  assert.match(without.headers.get("www-authenticate") ?? "", /^Bearer/);
  const reader = await app.send("POST", PATH, { body: SHORT, scopes: ["patient:read"] });
  assert.equal(reader.status, 403);
  assert.equal((await reader.json()).type, "/problems/scope-missing");
  assert.deepEqual(await countRows(app.db), NOTHING);
  assert.equal((await app.send("POST", PATH, { body: SHORT, scopes: ["patient:write"] })).status, 201);
});
