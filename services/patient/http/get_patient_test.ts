import assert from "node:assert/strict";
import { faultsOf, SHORT, testApp } from "../testing.ts";

const UNKNOWN = "0198c0de-0000-7000-8000-000000000001";

Deno.test("a patient is read with an ETag, whatever the case of the id", async () => {
  await using app = await testApp();
  const patient = await app.register();
  for (const id of [patient.id, patient.id.toUpperCase()]) {
    const response = await app.send("GET", `/api/patients/${id}`, { scopes: ["patient:read"] });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("etag"), '"1"');
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.deepEqual(await response.json(), patient);
  }
});

Deno.test("a version that the client has is not sent again", async () => {
  await using app = await testApp();
  const { id } = await app.register();
  const read = (tag: string) => app.send("GET", `/api/patients/${id}`, { headers: { "if-none-match": tag } });
  for (const tag of ['"1"', 'W/"1"', "*", '"7", "1"']) {
    const response = await read(tag);
    assert.equal(response.status, 304, tag);
    assert.equal(response.headers.get("etag"), '"1"');
    assert.equal(await response.text(), "");
  }
  for (const tag of ['"2"', "1", '"11"', "nonsense"]) assert.equal((await read(tag)).status, 200, tag);

  await app.send("PATCH", `/api/patients/${id}`, { body: { city: "Musterstadt" } });
  const changed = await read('"1"');
  assert.equal(changed.status, 200);
  assert.equal(changed.headers.get("etag"), '"2"');
});

Deno.test("an unknown id is not found, a malformed one is bad input, in every call", async () => {
  await using app = await testApp();
  const bodies: Record<string, object | undefined> = { GET: undefined, DELETE: undefined, PUT: SHORT, PATCH: {} };
  for (const [method, body] of Object.entries({ ...bodies, POST: undefined })) {
    const tail = method === "POST" ? "/restore" : "";
    const unknown = await app.send(method, `/api/patients/${UNKNOWN}${tail}`, { body });
    assert.equal(unknown.status, 404, method);
    const problem = await unknown.json();
    assert.equal(problem.type, "/problems/patient-not-found");
    assert.equal(problem.instance, `/api/patients/${UNKNOWN}${tail}`);
    for (const bad of ["1", "not-an-id", UNKNOWN.slice(1), `${UNKNOWN}0`, "Ada%20Example"]) {
      assert.deepEqual(
        await faultsOf(await app.send(method, `/api/patients/${bad}${tail}`, { body })),
        ["/id"],
        method,
      );
    }
  }
});

Deno.test("a malformed id is not said again in the answer: people write names into URLs", async () => {
  await using app = await testApp();
  const response = await app.send("GET", "/api/patients/Ada%20Example");
  assert.ok(!(await response.text()).includes("Ada"));
});

Deno.test("reading takes no query parameter", async () => {
  await using app = await testApp();
  const { id } = await app.register();
  assert.deepEqual(await faultsOf(await app.send("GET", `/api/patients/${id}?fields=name`)), ["/fields"]);
});

Deno.test("reading asks for patient:read, and each way of writing for patient:write", async () => {
  await using app = await testApp();
  const { id } = await app.register();
  const calls: [string, string, object?][] = [
    ["GET", ""],
    ["PUT", "", SHORT],
    ["PATCH", "", {}],
    ["DELETE", ""],
    ["POST", "/restore"],
  ];
  for (const [method, tail, body] of calls) {
    const wrong = method === "GET" ? "patient:write" : "patient:read";
    for (const [scopes, status] of [["nobody", 401], [[], 403], [[wrong, "billing:write"], 403]] as const) {
      const response = await app.send(method, `/api/patients/${id}${tail}`, { body, scopes });
      assert.equal(response.status, status, `${method} ${tail}`);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
    }
  }
  assert.equal((await app.send("GET", `/api/patients/${id}`)).headers.get("etag"), '"1"');
});

Deno.test("a method that there is not is refused with those there are", async () => {
  await using app = await testApp();
  const { id } = await app.register();
  for (
    const [method, path, allow] of [
      ["POST", `/api/patients/${id}`, "DELETE, GET, HEAD, PATCH, PUT"],
      ["DELETE", "/api/patients", "GET, HEAD, POST"],
      ["GET", `/api/patients/${id}/restore`, "POST"],
      ["GET", "/api/patients/search", "POST"],
      ["PUT", "/api/patients/search", "POST"],
    ] as const
  ) {
    const response = await app.send(method, path);
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), allow);
  }
});
