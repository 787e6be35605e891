import type { Patient } from "../domain/patient.ts";
import assert from "node:assert/strict";
import { countRows, faultsOf, queuedEvents, SHORT, testApp, WHOLE } from "../testing.ts";

const pathOf = ({ id }: Patient) => `/api/patients/${id}`;

Deno.test("PUT replaces the record: what it leaves out is gone, but for the registration date", async () => {
  await using app = await testApp();
  const patient = await app.register(WHOLE);
  const response = await app.send("PUT", pathOf(patient), { body: { ...SHORT, city: "Neustadt" } });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("etag"), '"2"');
  const { id, mrn, createdAt, registeredDate } = patient;
  const replaced = await response.json();
  const { updatedAt, ...rest } = replaced;
  assert.deepEqual(rest, { id, mrn, createdAt, registeredDate, version: 2, ...SHORT, city: "Neustadt" });
  assert.ok(updatedAt >= createdAt);
  assert.deepEqual(await (await app.send("GET", pathOf(patient))).json(), replaced);
  assert.equal(app.wakes(), 2);
});

Deno.test("PUT takes a registration date, and needs a name and a birth date", async () => {
  await using app = await testApp();
  const patient = await app.register(WHOLE);
  const body = { ...SHORT, registeredDate: "2020-01-31" };
  const replaced: Patient = await (await app.send("PUT", pathOf(patient), { body })).json();
  assert.equal(replaced.registeredDate, "2020-01-31");
  assert.deepEqual(await faultsOf(await app.send("PUT", pathOf(patient), { body: {} })), ["/dateOfBirth", "/name"]);
  assert.deepEqual(
    await faultsOf(
      await app.send("PUT", pathOf(patient), { body: { ...SHORT, city: null, email: "", registeredDate: null, x: 1 } }),
    ),
    ["/city", "/email", "/registeredDate", "/x"],
  );
});

Deno.test("what was read may be sent back as it is: then nothing changes", async () => {
  await using app = await testApp();
  const patient = await app.register(WHOLE);
  const before = await countRows(app.db);
  for (const method of ["PUT", "PATCH"]) {
    const response = await app.send(method, pathOf(patient), { body: patient });
    assert.equal(response.status, 200, method);
    assert.equal(response.headers.get("etag"), '"1"');
    assert.deepEqual(await response.json(), patient);
  }
  for (const body of [{}, { city: WHOLE.city }, { phone: "+1 202 555 0143" }, { name: ` ${WHOLE.name} ` }]) {
    assert.deepEqual(await (await app.send("PATCH", pathOf(patient), { body })).json(), patient);
  }
  assert.deepEqual(await countRows(app.db), before);
});

Deno.test("members that the system gives cannot be changed, and each is named", async () => {
  await using app = await testApp();
  const patient = await app.register(SHORT);
  const given = {
    id: "0198c0de-0000-7000-8000-000000000001",
    mrn: "000000001",
    version: 2,
    createdAt: "2024-01-01T00:00:00.000Z",
    updatedAt: "2024-01-01T00:00:00.000Z",
  };
  for (const method of ["PUT", "PATCH"]) {
    for (const [member, value] of Object.entries(given)) {
      const response = await app.send(method, pathOf(patient), { body: { ...patient, [member]: value } });
      assert.deepEqual(await faultsOf(response), [`/${member}`]);
      const removing = await app.send(method, pathOf(patient), { body: { ...patient, [member]: null } });
      assert.deepEqual(await faultsOf(removing), [`/${member}`]);
    }
    const all = await app.send(method, pathOf(patient), { body: { ...SHORT, ...given, city: "Neustadt" } });
    assert.deepEqual(await faultsOf(all), ["/createdAt", "/id", "/mrn", "/updatedAt", "/version"]);
  }
  assert.deepEqual(await (await app.send("GET", pathOf(patient))).json(), patient);
});

Deno.test("a merge patch changes what it names, removes what is null and leaves the rest", async () => {
  await using app = await testApp();
  const patient = await app.register(WHOLE);
  const body = { name: "Wilhelmina Neu", city: null, phone: "+44 20 7946 0958" };
  const patched = await (await app.send("PATCH", pathOf(patient), { body })).json();
  const { city: _city, ...rest } = patient;
  assert.deepEqual(patched, {
    ...rest,
    name: "Wilhelmina Neu",
    phone: "+442079460958",
    version: 2,
    updatedAt: patched.updatedAt,
  });

  const optional = ["familyName", "givenName", "sex", "email", "phone", "address", "postalCode", "country", "language"];
  const nothing = Object.fromEntries(optional.map((member) => [member, null]));
  const bare = await (await app.send("PATCH", pathOf(patient), { body: nothing })).json();
  const { id, mrn, name, dateOfBirth, registeredDate, createdAt, updatedAt } = bare;
  assert.deepEqual(bare, { id, mrn, name, dateOfBirth, registeredDate, createdAt, updatedAt, version: 3 });
});

Deno.test("a merge patch cannot remove what every record has, nor break a member's rule", async () => {
  await using app = await testApp();
  const patient = await app.register(WHOLE);
  const body = { name: null, dateOfBirth: null, registeredDate: null, city: "", email: "x", nmae: "x" };
  assert.deepEqual(
    await faultsOf(await app.send("PATCH", pathOf(patient), { body })),
    ["/city", "/dateOfBirth", "/email", "/name", "/nmae", "/registeredDate"],
  );
  for (const body of [null, [], "x"]) {
    assert.deepEqual(await faultsOf(await app.send("PATCH", pathOf(patient), { body: JSON.stringify(body) })), [""]);
  }
  assert.deepEqual(await (await app.send("GET", pathOf(patient))).json(), patient);
});

Deno.test("a patch is a merge patch, and nothing else is one", async () => {
  await using app = await testApp();
  const patient = await app.register();
  for (
    const [method, type] of [
      ["PATCH", "application/json"],
      ["PATCH", "application/json-patch+json"],
      ["PUT", "application/merge-patch+json"],
    ] as const
  ) {
    const response = await app.send(method, pathOf(patient), { body: SHORT, headers: { "content-type": type } });
    assert.equal(response.status, 415);
  }
});

Deno.test("a change asks for the version that If-Match names, and any when it names none", async () => {
  await using app = await testApp();
  const patient = await app.register();
  let version = 1;
  let changes = 0;
  const change = async (method: string, tag?: string) => {
    const body = method === "DELETE" || method === "POST" ? undefined : { ...SHORT, city: `City ${++changes}` };
    const headers: Record<string, string> = tag === undefined ? {} : { "if-match": tag };
    return await app.send(method, `${pathOf(patient)}${method === "POST" ? "/restore" : ""}`, { body, headers });
  };
  for (const method of ["PUT", "PATCH", "DELETE", "POST"]) {
    for (const tag of ['"99"', `W/"${version}"`, String(version), `"${version}`, '"x"', '"0"', `"0${version}"`, ""]) {
      const response = await change(method, tag);
      assert.equal(response.status, 412, `${method} ${tag}`);
      assert.equal((await response.json()).type, "/problems/stale-version");
    }
    assert.ok((await change(method, `"${version}"`)).ok);
    version += 1;
    assert.equal((await countRows(app.db))["versions"], version);
  }
  for (const tag of ["*", undefined, ` "${version + 2}" `]) assert.ok((await change("PATCH", tag)).ok);
  assert.equal((await countRows(app.db))["versions"], version + 3);
});

Deno.test("a change that loses against an earlier one is refused even when both would say the same", async () => {
  await using app = await testApp();
  const patient = await app.register();
  const patch = () =>
    app.send("PATCH", pathOf(patient), { body: { city: "Neustadt" }, headers: { "if-match": '"1"' } });
  const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await patch()).status));
  assert.deepEqual(statuses.toSorted(), [200, ...Array.from({ length: 9 }, () => 412)]);
  assert.equal((await countRows(app.db))["versions"], 2);
});

Deno.test("of twenty patches at once each makes the next version and one event, and none is lost", async () => {
  await using app = await testApp();
  const patient = await app.register();
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, nth): Promise<Patient> => {
      const response = await app.send("PATCH", pathOf(patient), { body: { city: `City ${nth}` } });
      assert.equal(response.status, 200);
      const answered = await response.json();
      assert.equal(response.headers.get("etag"), `"${answered.version}"`);
      assert.equal(answered.city, `City ${nth}`);
      return answered;
    }),
  );
  const expected = Array.from({ length: 21 }, (_, nth) => nth + 1);
  assert.deepEqual(answers.map(({ version }) => version).toSorted((one, other) => one - other), expected.slice(1));

  assert.deepEqual((await queuedEvents(app.db)).map(({ version }) => version), expected);
  const versions = await app.db.query<{ version: number; city: string | null; inside: number; changedBy: string }>`
    select version, record->>'city' as city, (record->>'version')::integer as inside, changed_by
    from patient_version where patient_id = ${patient.id} order by version`;
  const cities = new Map(answers.map(({ version, city }) => [version, city]));
  assert.deepEqual(
    versions,
    expected.map((version) => ({
      version,
      city: cities.get(version) ?? null,
      inside: version,
      changedBy: "tester",
    })),
  );
});

Deno.test("a change that the database refuses leaves no version and no event", async () => {
  await using app = await testApp();
  const patient = await app.register();
  const before = await countRows(app.db);
  await app.db.query`alter table outbox add constraint closed check (payload->>'kind' <> 'updated')`;
  const response = await app.send("PATCH", pathOf(patient), { body: { city: "Neustadt" } });
  assert.equal(response.status, 500);
  assert.deepEqual(await countRows(app.db), before);
  assert.deepEqual(await (await app.send("GET", pathOf(patient))).json(), patient);
});
