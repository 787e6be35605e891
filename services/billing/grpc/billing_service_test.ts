import { type Scope, SCOPES, type ServiceScope } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { createGrpcClient, type GrpcClient, serveGrpc } from "@pms/lib/grpc";
import { createHealth } from "@pms/lib/service";
import { createLogger, createMetrics } from "@pms/lib/telemetry";
import { testDatabase, testVerifier, tokenFor } from "@pms/lib/testing";
import { BillingService } from "@pms/proto";
import { DomainError } from "@pms/lib/errors";
import assert from "node:assert/strict";
import { billingService } from "./billing_service.ts";

const SCOPE = "service:billing.accounts";

interface TestService extends AsyncDisposable {
  /** A client whose token holds these scopes. */
  connect(...scopes: (Scope | ServiceScope)[]): GrpcClient;
}

async function serve(query: Query): Promise<TestService> {
  const parts = new AsyncDisposableStack();
  const server = parts.use(
    await serveGrpc(billingService({ query, currency: "EUR" }), {
      hostname: "127.0.0.1",
      port: 0,
      verifier: await testVerifier(),
      health: createHealth(),
      log: createLogger("billing", "error", () => {}),
    }),
  );
  return {
    connect: (...scopes) =>
      parts.use(createGrpcClient({
        target: `127.0.0.1:${server.port}`,
        upstream: "billing",
        what: "The billing service",
        metrics: createMetrics("test"),
        tokens: { get: () => tokenFor(...scopes), discard: () => {} },
        deadlineMs: 10_000,
      })),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

const uuids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID() as string);

async function open(client: GrpcClient, patientIds: string[]) {
  const { results } = await client.call(BillingService.batchCreateBillingAccounts, { patientIds });
  assert.ok(results);
  assert.equal(results.length, patientIds.length);
  return results;
}

async function countAccounts(query: Query): Promise<number | undefined> {
  const [row] = await query<{ count: number }>`select count(*)::integer as count from account`;
  return row?.count;
}

Deno.test("a batch is answered item by item, in the order of the request", async () => {
  await using db = await testDatabase("billing");
  await using service = await serve(db.query);
  const client = service.connect(SCOPE);
  const [first = "", second = "", third = ""] = uuids(3);
  const malformed = "not an id";

  const results = await open(client, [third, malformed, first, third.toUpperCase(), second, ""]);
  assert.deepEqual(results.map(({ account, refusal }) => account?.patientId ?? refusal), [
    third,
    "The patient id is not a UUID",
    first,
    third,
    second,
    "The patient id is not a UUID",
  ]);
  assert.equal(results[0]?.account?.id, results[3]?.account?.id);
  assert.ok(results.every(({ account }) => account == null || (account.status === 1 && account.currency === "EUR")));
  assert.equal(await countAccounts(db.query), 3);
});

Deno.test("twenty batches at once with overlapping patients open one account for each", async () => {
  await using db = await testDatabase("billing");
  await using service = await serve(db.query);
  const client = service.connect(SCOPE);
  const patientIds = uuids(50);
  const batches = await Promise.all(
    Array.from({ length: 20 }, (_, nth) => open(client, patientIds.slice(nth, nth + 30).toReversed())),
  );
  const accountIds = new Set(batches.flat().map(({ account }) => account?.id));
  assert.ok(!accountIds.has(undefined));
  assert.equal(accountIds.size, 49);
  assert.equal(await countAccounts(db.query), 49);
});

Deno.test("a batch may be empty, or hold a thousand patients, but not one more", async () => {
  await using db = await testDatabase("billing");
  await using service = await serve(db.query);
  const client = service.connect(SCOPE);
  const { results } = await client.call(BillingService.batchCreateBillingAccounts, {});
  assert.deepEqual(results ?? [], []);

  await assert.rejects(open(client, uuids(1_001)), { reason: "invalid-input" });
  assert.equal(await countAccounts(db.query), 0);
  await open(client, uuids(1_000));
  assert.equal(await countAccounts(db.query), 1_000);
});

Deno.test("a batch of malformed items alone is answered, and opens nothing", async () => {
  await using db = await testDatabase("billing");
  await using service = await serve(db.query);
  const results = await open(service.connect(SCOPE), ["", "x", `${uuids(1)[0]} `]);
  assert.ok(results.every(({ refusal }) => refusal === "The patient id is not a UUID"));
  assert.equal(await countAccounts(db.query), 0);
});

Deno.test("a patient's account is given, or is not found", async () => {
  await using db = await testDatabase("billing");
  await using service = await serve(db.query);
  const client = service.connect(SCOPE);
  const [patientId = "", nobody = ""] = uuids(2);
  const [opened] = await open(client, [patientId]);
  const { account } = await client.call(BillingService.getBillingAccount, { patientId });
  assert.equal(account?.id, opened?.account?.id);
  await assert.rejects(client.call(BillingService.getBillingAccount, { patientId: nobody }), {
    reason: "account-not-found",
  });
  await assert.rejects(client.call(BillingService.getBillingAccount, { patientId: "x" }), { reason: "invalid-input" });
});

/** What a service was refused for its own token is, to whoever it works for, another service out of reach. */
function isDenied(error: unknown): boolean {
  assert.ok(error instanceof DomainError);
  assert.equal(error.reason, "unavailable");
  assert.equal(Reflect.get(Object(error.cause), "code"), 7); // PERMISSION_DENIED
  return true;
}

Deno.test("a person's token opens nothing, whatever scopes it holds, and neither does another service's", async () => {
  await using db = await testDatabase("billing");
  await using service = await serve(db.query);
  const [patientId = ""] = uuids(1);
  for (const client of [service.connect(...SCOPES), service.connect("service:patient.read")]) {
    await assert.rejects(open(client, [patientId]), isDenied);
    await assert.rejects(client.call(BillingService.getBillingAccount, { patientId }), isDenied);
  }
  assert.equal(await countAccounts(db.query), 0);
});

Deno.test("each item is answered under its patient's id as it was sent, and says whether the account is new", async () => {
  await using db = await testDatabase("billing");
  await using service = await serve(db.query);
  const client = service.connect(SCOPE);
  const [known = "", unknown = ""] = uuids(2);
  await open(client, [known]);
  const results = await open(client, [unknown.toUpperCase(), "not an id", known]);
  assert.deepEqual(results.map(({ patientId, opened }) => [patientId, opened ?? false]), [
    [unknown.toUpperCase(), true],
    ["not an id", false],
    [known, false],
  ]);
});

Deno.test("patients who have an account are listed page by page, for who may reconcile", async () => {
  await using db = await testDatabase("billing");
  await using service = await serve(db.query);
  const patientIds = uuids(5).toSorted();
  await open(service.connect(SCOPE), patientIds);
  const client = service.connect("service:billing.reconcile");
  const list = async (afterPatientId: string, pageSize: number) =>
    (await client.call(BillingService.listAccountHolders, { afterPatientId, pageSize })).patientIds;
  assert.deepEqual(await list("", 3), patientIds.slice(0, 3));
  assert.deepEqual(await list(patientIds[2] ?? "", 3), patientIds.slice(3));
  for (const [after, pageSize] of [["", 0], ["", 1_001], ["Ada", 1]] as const) {
    await assert.rejects(list(after, pageSize), { reason: "invalid-input" });
  }
  const call = service.connect(SCOPE, ...SCOPES).call(BillingService.listAccountHolders, { pageSize: 1 });
  await assert.rejects(call);
});
