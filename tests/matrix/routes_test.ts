import { ROLE_SCOPES } from "@pms/lib/auth";
import assert from "node:assert/strict";
import { type Operation, readContract } from "../contract/contract.ts";
import { tokenOf } from "../e2e/client.ts";
import { newDataDir, startSystem } from "../e2e/system.ts";
import { installationOf } from "../leash/installation.ts";
import { accessTable } from "./access_table.ts";

const DOCUMENT = new URL("../../services/gateway/openapi.json", import.meta.url);
const NOBODY = "00000000-0000-7000-8000-000000000000";
const REQUEST_MS_MAX = 15_000;

/** The development account of each role. */
const EMAILS: Readonly<Record<string, string>> = {
  ADMIN: "admin@example.com",
  REGISTRAR: "registrar@example.com",
  CLINICIAN: "clinician@example.com",
  BILLING_CLERK: "billing@example.com",
  ANALYST: "analyst@example.com",
  PRIVACY_OFFICER: "privacy@example.com",
};

/** Who answers a path when asked directly. */
const SERVICE_OF = {
  "/auth/": "auth",
  "/api/patients": "patient",
  "/api/billing": "billing",
  "/api/analytics": "analytics",
} as const;

Deno.test("every route answers everybody as docs/access.md says, at the gateway and at the service itself", async (t) => {
  const { operations } = readContract(JSON.parse(await Deno.readTextFile(DOCUMENT)));
  const { callers, rows } = await accessTable("Routes");

  await t.step("the table has a row for each route of the document and a column for each role", () => {
    assert.deepEqual([...rows.keys()].sort(), operations.map(nameOf).sort());
    assert.deepEqual(callers, ["none", ...Object.keys(ROLE_SCOPES)]);
  });

  const dataDir = await newDataDir();
  await using system = await startSystem(dataDir);
  const { endpoints } = await installationOf(dataDir);
  const tokens = new Map<string, string>();
  for (const [role, email] of Object.entries(EMAILS)) tokens.set(role, await tokenOf(system.url, email));

  for (const operation of operations) {
    await t.step(nameOf(operation), async () => {
      const service = Object.entries(SERVICE_OF).find(([prefix]) => operation.path.startsWith(prefix))?.[1];
      assert.ok(service !== undefined, "somebody answers it");
      for (const origin of [system.url, `http://${endpoints[service].http}`]) {
        const answers: string[] = [];
        for (const caller of callers) answers.push(await answerTo(origin, operation, tokens.get(caller)));
        assert.deepEqual(answers, rows.get(nameOf(operation)), origin === system.url ? "gateway" : service);
      }
    });
  }
  await t.step("none of these calls ended a session or changed a password", async () => {
    for (const [role, token] of tokens) {
      const response = await fetch(`${system.url}/auth/me`, { headers: { authorization: `Bearer ${token}` } });
      assert.deepEqual([response.status, (await response.json()).roles], [200, [role]]);
    }
  });
  await system.stop();
  await Deno.remove(dataDir, { recursive: true });
});

function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

/** A call that changes nothing: for an id that nobody has, with a body of which no schema knows the member. */
async function answerTo(origin: string, { method, path, bodyType }: Operation, token?: string): Promise<string> {
  const response = await fetch(`${origin}${path.replaceAll(/\{\w+\}/g, NOBODY)}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(bodyType !== undefined && { "content-type": bodyType }),
    },
    ...(bodyType !== undefined && { body: bodyType.endsWith("json") ? `{"nothing":"known"}` : "nothing=known" }),
    signal: AbortSignal.timeout(REQUEST_MS_MAX),
  });
  const text = await response.text();
  const { status } = response;
  if (status === 401 || status === 403) return String(status);
  assert.ok([200, 400, 404].includes(status), `${status} ${text}`);
  return "yes";
}
