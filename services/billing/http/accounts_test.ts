import type { Scope } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { createApp, pageToken } from "@pms/lib/http";
import { createHealth } from "@pms/lib/service";
import { createLogger, createMetrics } from "@pms/lib/telemetry";
import { testDatabase, testVerifier, tokenFor } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { openAccounts } from "../sql/accounts.ts";
import { accountEndpoints } from "./accounts.ts";

/** GET with a token for these scopes, `billing:read` when none is named. */
type Get = (path: string, ...scopes: Scope[]) => Promise<Response>;

async function testApp(query: Query): Promise<Get> {
  const app = createApp(accountEndpoints({ query }), {
    log: createLogger("billing", "error", () => {}),
    metrics: createMetrics("billing"),
    health: createHealth(),
    verifier: await testVerifier(),
  });
  return async (path, ...scopes) => {
    const token = await tokenFor(...(scopes.length === 0 ? ["billing:read" as const] : scopes));
    const headers = { authorization: `Bearer ${token}` };
    return await app.fetch(new Request(`http://billing/api/billing/${path}`, { headers }));
  };
}

interface List {
  readonly accounts: readonly { readonly id: string; readonly patientId: string }[];
  readonly nextPageToken?: string;
}

async function faultsOf(response: Response): Promise<string[]> {
  assert.equal(response.status, 400);
  return (await response.json()).errors.map(({ pointer }: { pointer: string }) => pointer);
}

const uuids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID() as string);

Deno.test("the list is read page by page to its end, each account once and the oldest first", async () => {
  await using db = await testDatabase("billing");
  const get = await testApp(db.query);
  await openAccounts(db.query, uuids(7), "EUR");

  const read: string[] = [];
  const sizes: number[] = [];
  let next: string | undefined = "";
  while (next !== undefined) {
    const response = await get(`accounts?pageSize=3${next === "" ? "" : `&pageToken=${next}`}`);
    assert.equal(response.status, 200);
    const page: List = await response.json();
    read.push(...page.accounts.map(({ id }) => id));
    sizes.push(page.accounts.length);
    next = page.nextPageToken;
  }
  assert.deepEqual(sizes, [3, 3, 1]);
  assert.deepEqual(read, [...new Set(read)].toSorted());
});

Deno.test("a page that ends with the last account has no next one", async () => {
  await using db = await testDatabase("billing");
  const get = await testApp(db.query);
  assert.deepEqual(await (await get("accounts")).json(), { accounts: [] });
  await openAccounts(db.query, uuids(3), "EUR");
  const page: List = await (await get("accounts?pageSize=3")).json();
  assert.equal(page.accounts.length, 3);
  assert.ok(!("nextPageToken" in page));
});

Deno.test("an account shows its members, and times in UTC", async () => {
  await using db = await testDatabase("billing");
  const get = await testApp(db.query);
  const [patientId = ""] = uuids(1);
  const [account] = await openAccounts(db.query, [patientId], "CHF");
  assert.ok(account);
  const expected = {
    id: account.id,
    patientId,
    status: "ACTIVE",
    currency: "CHF",
    createdAt: account.createdAt.toISOString(),
  };
  assert.deepEqual(await (await get(`accounts/${account.id}`)).json(), expected);
  assert.deepEqual(await (await get(`accounts/${account.id.toUpperCase()}`)).json(), expected);
});

Deno.test("the list of a patient holds the one account, or none yet", async () => {
  await using db = await testDatabase("billing");
  const get = await testApp(db.query);
  const [patientId = "", nobody = ""] = uuids(2);
  await openAccounts(db.query, [patientId, ...uuids(3)], "EUR");
  const list: List = await (await get(`accounts?patientId=${patientId}`)).json();
  assert.deepEqual(list.accounts.map((account) => account.patientId), [patientId]);
  assert.ok(!("nextPageToken" in list));

  const empty = await get(`accounts?patientId=${nobody}`);
  assert.equal(empty.status, 200);
  assert.deepEqual(await empty.json(), { accounts: [] });
});

Deno.test("a page token of another list, or none of ours, is refused", async () => {
  await using db = await testDatabase("billing");
  const get = await testApp(db.query);
  await openAccounts(db.query, uuids(2), "EUR");
  const { nextPageToken }: List = await (await get("accounts?pageSize=1")).json();
  const [patientId = ""] = uuids(1);
  assert.deepEqual(await faultsOf(await get(`accounts?patientId=${patientId}&pageToken=${nextPageToken}`)), [
    "/pageToken",
  ]);
  for (const token of [pageToken("patients", patientId), "", "x", "bm90IGpzb24", "%00"]) {
    assert.deepEqual(await faultsOf(await get(`accounts?pageToken=${token}`)), ["/pageToken"], token);
  }
});

Deno.test("every fault of a query is named", async () => {
  await using db = await testDatabase("billing");
  const get = await testApp(db.query);
  const pointers = await faultsOf(await get("accounts?pageSize=0&patientId=Ada&sort=name"));
  assert.deepEqual(pointers.toSorted(), ["/pageSize", "/patientId", "/sort"]);
  for (const pageSize of ["201", "-1", "1.5", "ten", ""]) {
    assert.deepEqual(await faultsOf(await get(`accounts?pageSize=${pageSize}`)), ["/pageSize"], pageSize);
  }
});

Deno.test("an id that nobody has is 404, one that is none is 400", async () => {
  await using db = await testDatabase("billing");
  const get = await testApp(db.query);
  const [nobody = ""] = uuids(1);
  const missing = await get(`accounts/${nobody}`);
  assert.equal(missing.status, 404);
  assert.equal((await missing.json()).type, "/problems/account-not-found");
  for (const id of ["1", "..%2f..", "%00", `${nobody}x`]) {
    assert.deepEqual(await faultsOf(await get(`accounts/${id}`)), ["/id"], id);
  }
});

Deno.test("only who may read billing reads accounts", async () => {
  await using db = await testDatabase("billing");
  const get = await testApp(db.query);
  const [id = ""] = uuids(1);
  for (const path of ["accounts", `accounts/${id}`]) {
    for (const scopes of [["analytics:read"], ["billing:write", "patient:read"]] as const) {
      const refused = await get(path, ...scopes);
      assert.equal(refused.status, 403);
      assert.equal((await refused.json()).type, "/problems/scope-missing");
    }
  }
});
