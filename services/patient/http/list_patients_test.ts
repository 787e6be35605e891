import assert from "node:assert/strict";
import type { Patient } from "../domain/patient.ts";
import { faultsOf, type TestApp, testApp } from "../testing.ts";

interface List {
  readonly patients: readonly Patient[];
  readonly nextPageToken?: string;
}

/** Eleven patients with few names and dates, so that every order has ties; one of them is deleted. */
async function fill(app: TestApp): Promise<Patient[]> {
  const patients: Patient[] = [];
  for (
    const [nth, name] of ["dora", "Anna", "anna", "Bert", "DORA", "Anna", "bert", "Carl", "dora", "Anna"].entries()
  ) {
    patients.push(await app.register({ name, dateOfBirth: "1980-01-01", registeredDate: `2024-01-0${nth % 3 + 1}` }));
  }
  const gone = await app.register({ name: "Anna", dateOfBirth: "1980-01-01", registeredDate: "2024-01-02" });
  await app.send("DELETE", `/api/patients/${gone.id}`);
  return patients;
}

/** Every page of a list or a search, one after another. */
async function readAll(app: TestApp, pageSize: number, sort?: string, filters?: object): Promise<Patient[][]> {
  const pages: Patient[][] = [];
  let pageToken: string | undefined;
  do {
    const members = { pageSize, ...(sort !== undefined && { sort }), ...(pageToken !== undefined && { pageToken }) };
    const response = filters === undefined
      ? await app.send("GET", `/api/patients?${new URLSearchParams({ ...members, pageSize: String(pageSize) })}`)
      : await app.send("POST", "/api/patients/search", { body: { ...filters, ...members } });
    assert.equal(response.status, 200);
    const list: List = await response.json();
    pages.push([...list.patients]);
    pageToken = list.nextPageToken;
  } while (pageToken !== undefined);
  return pages;
}

const compare = <Value>(one: Value, other: Value) => one < other ? -1 : one > other ? 1 : 0;
const byId = (one: Patient, other: Patient) => compare(one.id, other.id);
const byName = (one: Patient, other: Patient) =>
  compare(one.name.toLowerCase(), other.name.toLowerCase()) || byId(one, other);
const byDate = (one: Patient, other: Patient) => compare(one.registeredDate, other.registeredDate) || byId(one, other);
const orders = {
  "": byId,
  "name": byName,
  "-name": (one: Patient, other: Patient) => byName(other, one),
  "registeredDate": byDate,
  "-registeredDate": (one: Patient, other: Patient) => byDate(other, one),
};

Deno.test("the pages of the list, followed to the end, hold every patient once and in order, and no deleted one", async () => {
  await using app = await testApp();
  const patients = await fill(app);
  for (const [sort, order] of Object.entries(orders)) {
    for (const pageSize of [1, 3, 5, 200]) {
      const pages = await readAll(app, pageSize, sort || undefined);
      assert.deepEqual(pages.flat(), patients.toSorted(order), `${sort} by ${pageSize}`);
      assert.ok(pages.slice(0, -1).every((page) => page.length === pageSize));
    }
    const found = await readAll(app, 2, sort || undefined, { name: "ANNA" });
    const expected = patients.filter(({ name }) => name.toLowerCase() === "anna").toSorted(order);
    assert.deepEqual(found.flat(), expected, `${sort} of a search`);
  }
});

Deno.test("a page has 50 patients when no size is asked for, and the last one names no next", async () => {
  await using app = await testApp();
  assert.deepEqual(await (await app.send("GET", "/api/patients")).json(), { patients: [] });
  await app.db.query`
    insert into patient (id, name, date_of_birth, registered_date)
    select uuidv7(), 'Ada Example', '1980-01-01', '2024-01-01' from generate_series(1, 51)`;
  const list: List = await (await app.send("GET", "/api/patients")).json();
  assert.equal(list.patients.length, 50);
  const search: List = await (await app.send("POST", "/api/patients/search", { body: {} })).json();
  assert.deepEqual(search.patients, list.patients);
  const rest: List = await (await app.send("GET", `/api/patients?pageToken=${list.nextPageToken}`)).json();
  assert.equal(rest.patients.length, 1);
  assert.ok(!("nextPageToken" in rest));
});

Deno.test("who is registered, changed or deleted while the pages are read does not move the others", async () => {
  await using app = await testApp();
  const patients = await fill(app);
  const first: List = await (await app.send("GET", "/api/patients?pageSize=4&sort=name")).json();
  const last = first.patients.at(-1);
  await app.send("DELETE", `/api/patients/${last?.id}`);
  await app.register({ name: "Aaron", dateOfBirth: "1980-01-01" });
  const next = `/api/patients?pageSize=200&sort=name&pageToken=${first.nextPageToken}`;
  const rest: List = await (await app.send("GET", next)).json();
  assert.deepEqual([...first.patients, ...rest.patients], patients.toSorted(byName));
});

Deno.test("a page token is good for its own list alone", async () => {
  await using app = await testApp();
  await fill(app);
  const list: List = await (await app.send("GET", "/api/patients?pageSize=2&sort=name")).json();
  const search: List = await (await app.send("POST", "/api/patients/search", { body: { name: "anna", pageSize: 2 } }))
    .json();
  assert.ok(list.nextPageToken !== undefined && search.nextPageToken !== undefined);

  for (const query of ["", "&sort=-name", "&sort=registeredDate"]) {
    const response = await app.send("GET", `/api/patients?pageToken=${list.nextPageToken}${query}`);
    assert.deepEqual(await faultsOf(response), ["/pageToken"], query);
  }
  const others = [{}, { name: "dora" }, { name: "anna", sort: "name" }, { name: "anna", dateOfBirth: "1980-01-01" }];
  for (const filters of others) {
    const body: object = { ...filters, pageToken: search.nextPageToken };
    assert.deepEqual(await faultsOf(await app.send("POST", "/api/patients/search", { body })), ["/pageToken"]);
  }
  const body = { name: "anna", sort: "name", pageToken: list.nextPageToken };
  assert.deepEqual(await faultsOf(await app.send("POST", "/api/patients/search", { body })), ["/pageToken"]);
});

Deno.test("a page token that is none of ours is refused", async () => {
  await using app = await testApp();
  const forged = btoa(JSON.stringify({ after: "' or true --", list: "patients/id/4f53" }));
  for (const token of ["", "x", "%00", "null", "e30", btoa("[]"), forged, "x".repeat(501)]) {
    assert.deepEqual(await faultsOf(await app.send("GET", `/api/patients?pageToken=${token}`)), ["/pageToken"], token);
  }
});

Deno.test("a page token tells nothing about a person", async () => {
  await using app = await testApp();
  await fill(app);
  const body = { name: "anna", dateOfBirth: "1980-01-01", pageSize: 1 };
  const { patients, nextPageToken = "" }: List = await (await app.send("POST", "/api/patients/search", { body }))
    .json();
  const inside = new TextDecoder().decode(Uint8Array.fromBase64(nextPageToken, { alphabet: "base64url" }));
  assert.ok(inside.includes(patients[0]?.id ?? "missing"));
  assert.ok(!/anna|1980/i.test(inside), inside);
});

Deno.test("a page has 1 to 200 patients, and an order is one of four", async () => {
  await using app = await testApp();
  for (const size of ["0", "201", "abc", "-1", "1.5", "1e2", "+5", "", "99999999999"]) {
    assert.deepEqual(await faultsOf(await app.send("GET", `/api/patients?pageSize=${size}`)), ["/pageSize"], size);
  }
  for (const pageSize of [0, 201, "5", -1, 1.5, null]) {
    const response = await app.send("POST", "/api/patients/search", { body: { pageSize } });
    assert.deepEqual(await faultsOf(response), ["/pageSize"]);
  }
  for (const sort of ["", "Name", "createdAt", "name,id", "--name"]) {
    assert.deepEqual(await faultsOf(await app.send("GET", `/api/patients?sort=${sort}`)), ["/sort"], sort);
    assert.deepEqual(await faultsOf(await app.send("POST", "/api/patients/search", { body: { sort } })), ["/sort"]);
  }
  assert.equal((await app.send("GET", "/api/patients?pageSize=200")).status, 200);
});

Deno.test("nothing about a person may stand in the URL of the list, nor a page in that of a search", async () => {
  await using app = await testApp();
  for (const name of ["name", "email", "mrn", "phone", "dateOfBirth", "offset", "query"]) {
    assert.deepEqual(await faultsOf(await app.send("GET", `/api/patients?${name}=x`)), [`/${name}`]);
  }
  const response = await app.send("POST", "/api/patients/search?pageSize=5", { body: {} });
  assert.deepEqual(await faultsOf(response), ["/pageSize"]);
});

Deno.test("listing and searching ask for patient:read", async () => {
  await using app = await testApp();
  for (const [method, path, body] of [["GET", "/api/patients"], ["POST", "/api/patients/search", {}]] as const) {
    assert.equal((await app.send(method, path, { body, scopes: "nobody" })).status, 401);
    assert.equal((await app.send(method, path, { body, scopes: ["patient:write", "audit:read"] })).status, 403);
    assert.equal((await app.send(method, path, { body, scopes: ["patient:read"] })).status, 200);
  }
});
