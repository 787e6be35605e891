import { ALGORITHM, createTokenCheck, issueAccessToken, localKeys, type Scope } from "@pms/lib/auth";
import { createApp } from "@pms/lib/http";
import { createHealth } from "@pms/lib/service";
import { createLogger, createMetrics } from "@pms/lib/telemetry";
import { type TestDatabase, testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import type { NewPatient, Patient } from "./domain/patient.ts";
import { patientEndpoints } from "./http/endpoints.ts";

/** The least that a registration says. */
export const SHORT = { name: "Ada Example", dateOfBirth: "1980-02-29" };

/** All that a registration may say, each member in the form that it comes back in. */
export const WHOLE = {
  name: "Wilhelmina Beispiel",
  familyName: "Beispiel",
  givenName: "Wilhelmina",
  dateOfBirth: "1979-12-31",
  sex: "female",
  email: "Wilhelmina.Beispiel@example.org",
  phone: "+12025550143",
  address: "7 Invented Lane",
  city: "Musterstadt",
  postalCode: "99999",
  country: "CH",
  language: "de-CH",
  registeredDate: "2024-02-29",
} satisfies NewPatient;

/** What must never be in a log line, of what the tests send. */
const PERSONAL = ["name", "familyName", "givenName", "dateOfBirth", "email", "phone", "address", "city", "postalCode"];

interface Sending {
  /** Anything but a text or bytes is sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Those of the token; `nobody` sends none. */
  readonly scopes?: readonly Scope[] | "nobody";
  /** The `sub` of the token. */
  readonly account?: string;
}

export interface TestApp extends AsyncDisposable {
  readonly db: TestDatabase;
  /** The log lines so far. */
  readonly lines: readonly string[];
  /** How often the relays were woken. */
  wakes(): number;
  send(method: string, path: string, sending?: Sending): Promise<Response>;
  /** A patient who is registered by now. */
  register(patient?: object): Promise<Patient>;
}

/** Patient's REST front door on a database of its own. It ends by looking for personal data in the log. */
export async function testApp(): Promise<TestApp> {
  const db = await testDatabase("patient");
  const { verifier, tokenOf } = await accounts();
  const lines: string[] = [];
  const personal = new Set<string>();
  let wakes = 0;
  const relays = [{ wake: () => wakes += 1 }];
  const endpoints = patientEndpoints({ database: db, registrationRelays: relays, changeRelays: relays });
  const app = createApp(endpoints, {
    log: createLogger("patient", "debug", (line) => lines.push(line)),
    metrics: createMetrics("patient"),
    health: createHealth(),
    verifier,
  });

  async function send(method: string, path: string, sending: Sending = {}): Promise<Response> {
    const { body, headers = {}, scopes = ["patient:read", "patient:write"], account = "tester" } = sending;
    for (const text of personalTexts(body)) personal.add(text);
    const raw = typeof body === "string" || body instanceof Uint8Array;
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    return await app.fetch(
      new Request(`http://patient${path}`, {
        method,
        headers: {
          ...(scopes !== "nobody" && { authorization: `Bearer ${await tokenOf(account, scopes)}` }),
          ...(body !== undefined && { "content-type": type }),
          ...headers,
        },
        ...(body !== undefined && { body: raw ? body as BodyInit : JSON.stringify(body) }),
      }),
    );
  }

  return {
    db,
    lines,
    wakes: () => wakes,
    send,
    register: async (patient = SHORT) => {
      const response = await send("POST", "/api/patients", { body: patient });
      assert.equal(response.status, 201);
      return await response.json();
    },
    [Symbol.asyncDispose]: async () => {
      await db[Symbol.asyncDispose]();
      for (const line of lines) {
        for (const text of personal) assert.ok(!line.includes(text), "a log line holds personal data");
        assert.ok(!/eyJ|Bearer /.test(line), "a log line holds a token");
      }
    },
  };
}

/** Access tokens of any account, and what checks them. */
async function accounts() {
  const { publicKey, privateKey } = await crypto.subtle.generateKey("Ed25519", false, [
    "sign",
    "verify",
  ]) as CryptoKeyPair;
  const jwk = { ...await crypto.subtle.exportKey("jwk", publicKey), kty: "OKP", kid: "test", alg: ALGORITHM };
  return {
    verifier: { verify: createTokenCheck(localKeys(() => [jwk])) },
    tokenOf: (subject: string, scopes: readonly Scope[]) =>
      issueAccessToken({ kid: "test", privateKey }, { subject, scopes, lifetimeS: 600 }),
  };
}

function personalTexts(body: unknown): string[] {
  if (typeof body !== "object" || body === null) return [];
  const values = PERSONAL.map((member): unknown => Reflect.get(body, member));
  return values.filter((value) => typeof value === "string").filter(({ length }) => length > 3);
}

/** The pointers of a 400, which says every fault at once. */
export async function faultsOf(response: Response): Promise<string[]> {
  assert.equal(response.status, 400);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const { type, errors } = await response.json();
  assert.equal(type, "/problems/invalid-input");
  return errors.map(({ pointer }: { pointer: string }) => pointer).toSorted();
}

/** How many rows each table holds: what a refused call must leave as it was. */
export async function countRows({ query }: TestDatabase): Promise<Record<string, number>> {
  const [counts] = await query<Record<string, number>>`
    select
      (select count(*)::integer from patient) as patients,
      (select count(*)::integer from patient_version) as versions,
      (select count(*)::integer from outbox where destination = 'kafka') as events,
      (select count(*)::integer from outbox where destination = 'billing') as accounts,
      (select count(*)::integer from idempotency_key) as claims`;
  return { ...counts };
}

export const NOTHING = { patients: 0, versions: 0, events: 0, accounts: 0, claims: 0 };

export interface QueuedEvent {
  readonly patientId: string;
  readonly version: number;
  readonly kind: string;
  readonly deleted: boolean;
}

/** The events that wait for Kafka, in the order in which they are sent. */
export async function queuedEvents({ query }: TestDatabase): Promise<QueuedEvent[]> {
  return await query<QueuedEvent>`
    select patient_id, (payload->>'version')::integer as version, payload->>'kind' as kind,
      (payload->>'deleted')::boolean as deleted
    from outbox where destination = 'kafka' order by position`;
}
