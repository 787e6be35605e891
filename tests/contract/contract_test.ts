import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { newDataDir, startSystem } from "../e2e/system.ts";
import { type Operation, readContract } from "./contract.ts";
import { type Call, OPERATIONS, type Reply, type World } from "./operations.ts";

const DOCUMENT = new URL("../../services/gateway/openapi.json", import.meta.url);
const REQUEST_MS_MAX = 15_000;
const BODY_BYTES_MAX = 1_048_576;
const ROLES = ["admin", "registrar", "clinician", "billing", "analyst", "privacy"];

Deno.test("every operation answers as the OpenAPI document says", async (t) => {
  const contract = readContract(JSON.parse(await Deno.readTextFile(DOCUMENT)));
  const dataDir = await newDataDir();
  await using system = await startSystem(dataDir);
  const tokens: Record<string, string> = {};

  async function send(operation: Operation, call: Call): Promise<Reply> {
    const { operationId, method, path, bodyType } = operation;
    const token = tokens[call.as ?? "admin"];
    const raw = call.body === undefined || typeof call.body === "string" || call.body instanceof URLSearchParams;
    const query = call.query === undefined ? "" : `?${call.query}`;
    const response = await fetch(`${system.url}${path.replace("{id}", call.id ?? "")}${query}`, {
      method: call.method ?? method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(call.body !== undefined && bodyType !== undefined && { "content-type": bodyType }),
        ...call.headers,
      },
      ...(call.body !== undefined && { body: raw ? call.body as BodyInit : JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(REQUEST_MS_MAX),
    });
    const { status, headers } = response;
    const text = await response.text();
    const what = `${operationId} ${JSON.stringify({ ...call, body: undefined, headers: undefined })}`;
    assert.equal(status, call.status, `${what}: ${text}`);
    assert.deepEqual(await contract.faultsOf(operation, { status, headers, text }), [], what);
    return { status, headers, body: text === "" ? undefined : JSON.parse(text) };
  }

  const operationOf = (operationId: string): Operation => {
    const operation = contract.operations.find((each) => each.operationId === operationId);
    assert.ok(operation !== undefined, `the document has no operation ${operationId}`);
    return operation;
  };
  const world: World = {
    send: (operationId, call) => send(operationOf(operationId), call),
    accountOf: (patientId) =>
      eventually(async () => {
        const { body } = await world.send("listBillingAccounts", { status: 200, query: `patientId=${patientId}` });
        return body.accounts[0]?.id;
      }),
  };
  for (const role of ROLES) {
    const body = { email: `${role}@example.com`, password: "password123" };
    tokens[role] = (await world.send("signIn", { status: 200, as: "nobody", body })).body.token;
  }

  await t.step("every operation of the document is asked, and nothing else", () => {
    assert.deepEqual(Object.keys(OPERATIONS).sort(), contract.operations.map((each) => each.operationId).sort());
  });

  for (const operation of contract.operations) {
    await t.step(`${operation.operationId}: what it answers by itself`, async () => {
      await OPERATIONS[operation.operationId]?.((call) => send(operation, call), world);
    });
    await t.step(`${operation.operationId}: what any operation answers`, async () => {
      for (const call of commonCalls(operation)) await send(operation, call);
    });
  }

  await t.step("a method that a path does not take is a documented failure, with Allow", async () => {
    for (const operation of contract.operations) {
      const { headers } = await send(operation, { method: "OPTIONS", status: 405, id: crypto.randomUUID() });
      const methods = contract.operations.filter(({ path }) => path === operation.path).map(({ method }) => method);
      const allow = [...methods, ...methods.includes("GET") ? ["HEAD"] : []].sort().join(", ");
      assert.equal(headers.get("allow"), allow, operation.path);
    }
  });

  await system.stop();
  await Deno.remove(dataDir, { recursive: true });
});

/** What follows from how an operation is made: its token, its query's closed list, the type and size of its body. */
function commonCalls({ path, needsToken, bodyType, operationId }: Operation): Call[] {
  const id = path.includes("{id}") ? { id: crypto.randomUUID() } : {};
  const type = (type: string) => ({ "content-type": type });
  const scoped = needsToken && (path.startsWith("/api/") || path.startsWith("/auth/users"));
  return [
    ...(needsToken ? [{ ...id, status: 401, as: "nobody" }] : []),
    ...(needsToken ? [{ ...id, status: 401, as: "nobody", headers: { authorization: "Bearer x.y.z" } }] : []),
    ...(scoped ? [{ ...id, status: 403, as: "privacy" }] : []),
    ...("id" in id ? [{ id: "not-an-id", status: 400, body: bodyType === undefined ? undefined : {} }] : []),
    ...(bodyType === undefined ? [{ ...id, status: 400, query: "unknown=1" }] : [
      { ...id, status: 415, body: "text", headers: type("text/plain") },
      { ...id, status: 415, body: "{}", headers: { ...type(bodyType), "content-encoding": "gzip" } },
      { ...id, status: 413, body: " ".repeat(BODY_BYTES_MAX + 1) },
      { ...id, status: 400, body: operationId === "issueToken" ? "scope=a&scope=b" : "{" },
    ]),
  ];
}
