import { createTokenCheck, type Role } from "@pms/lib/auth";
import { createApp } from "@pms/lib/http";
import { createHealth } from "@pms/lib/service";
import { createLogger, createMetrics } from "@pms/lib/telemetry";
import { eventually, type TestDatabase, testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { createPasswords } from "./domain/password.ts";
import { followRevocations } from "./domain/revocation_log.ts";
import { createPasswordPolicy } from "./domain/password_policy.ts";
import { createSignInLimit, type SignInRules } from "./domain/sign_in_limit.ts";
import { type SigningKeys, startSigningKeys } from "./domain/signing_keys.ts";
import type { Staff } from "./domain/staff.ts";
import { authEndpoints } from "./http/endpoints.ts";
import { insertStaff } from "./sql/staff.ts";

export const EMAIL = "Ada.Example@example.org";
export const PASSWORD = "invented-password-1";
export const ENCRYPTION_KEY = new Uint8Array(32).fill(7);
export const LIFETIME_S = 900;
export const RESET_LIFETIME_S = 3_600;
export const RULES: SignInRules = {
  failuresMax: 5,
  waitMs: 1_000,
  waitMaxMs: 900_000,
  address: { failuresMax: 30, refillMs: 2_000 },
};
export const LIMITS = { idleS: 12 * 3_600, lifetimeS: 7 * 86_400, repeatS: 10 };

/** The native library that @node-rs/argon2 has for this platform. */
export function argon2Library(): string {
  const { os, arch } = Deno.build;
  const platform = `${os}-${arch === "x86_64" ? "x64" : "arm64"}${os === "linux" ? "-gnu" : ""}`;
  const main = createRequire(import.meta.url).resolve("@node-rs/argon2/package.json");
  return createRequire(main).resolve(`@node-rs/argon2-${platform}/argon2.${platform}.node`);
}

export const passwords = createPasswords(argon2Library(), { atOnceMax: 2 });
const policy = createPasswordPolicy();
let passwordHash: Promise<string> | undefined;

/** What signing in and refreshing give. */
export interface SignedIn {
  readonly token: string;
  readonly tokenType: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly user: Staff;
}

interface Sending {
  /** Sent as JSON; a `URLSearchParams` as a form. */
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

export interface TestApp extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly keys: SigningKeys;
  /** The log lines so far. */
  readonly lines: readonly string[];
  /** Sets the clock of the limits forward. */
  pass(ms: number): void;
  send(method: string, path: string, sending?: Sending): Promise<Response>;
  signIn(email?: string, password?: string): Promise<SignedIn>;
  refresh(refreshToken: string): Promise<Response>;
}

/** Auth's REST front door on a database of its own, with one account. It ends by looking for secrets in the log. */
export async function testApp(
  roles: readonly Role[] = ["REGISTRAR"],
  rules: SignInRules = RULES,
): Promise<TestApp> {
  await using building = new AsyncDisposableStack();
  const db = building.use(await testDatabase("auth"));
  await addStaff(db, EMAIL, roles);
  const lines: string[] = [];
  const log = createLogger("auth", "debug", (line) => lines.push(line));
  const keys = building.use(startSigningKeys(db, ENCRYPTION_KEY, log));
  await eventually(() => keys.ready());
  const revocations = building.use(followRevocations(db.query, LIFETIME_S, log));
  const verifier = { verify: createTokenCheck(keys.find, revocations) };
  let nowMs = Date.now();
  const app = createApp(
    authEndpoints({
      database: db,
      keys,
      passwords,
      policy,
      signInLimit: createSignInLimit(db, ENCRYPTION_KEY, rules, () => Promise.resolve(new Date(nowMs))),
      verifier: { verify: createTokenCheck(keys.find) },
      limits: LIMITS,
      lifetimeS: LIFETIME_S,
      resetLifetimeS: RESET_LIFETIME_S,
      encryptionKey: ENCRYPTION_KEY,
      log,
    }),
    { log, metrics: createMetrics("auth"), health: createHealth(), verifier },
  );
  const secrets = new Set<string>();
  building.defer(() => assertSilent(lines, secrets));

  async function send(method: string, path: string, { body, token, headers = {} }: Sending = {}): Promise<Response> {
    const form = body instanceof URLSearchParams;
    for (const secret of secretsOf(form ? Object.fromEntries(body) : body)) secrets.add(secret);
    const response = await app.fetch(
      new Request(`http://auth${path}`, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && !form && {
            "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
          }),
          ...headers,
        },
        ...(body !== undefined && { body: form ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.clone().text();
    for (const secret of secretsOf(text === "" ? undefined : JSON.parse(text))) secrets.add(secret);
    return response;
  }

  const parts = building.move();
  return {
    db,
    keys,
    lines,
    pass: (ms) => nowMs += ms,
    send,
    signIn: async (email = EMAIL, password = PASSWORD) => {
      const response = await send("POST", "/auth/login", { body: { email, password } });
      assert.equal(response.status, 200);
      return await response.json();
    },
    refresh: (refreshToken) => send("POST", "/auth/refresh", { body: { refreshToken } }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** An account whose password is `PASSWORD`. */
export async function addStaff({ query }: TestDatabase, email: string, roles: readonly Role[]): Promise<void> {
  passwordHash ??= passwords.hash(PASSWORD);
  await insertStaff(query, [{ email, displayName: "Ada Example", passwordHash: await passwordHash, roles }]);
}

const SECRET = ["email", "displayName", "password", "currentPassword", "newPassword", "client_secret"];
const TOKENS = ["token", "refreshToken", "access_token"];

function secretsOf(body: unknown): string[] {
  if (typeof body !== "object" || body === null) return [];
  const own = [...SECRET, ...TOKENS].map((member): unknown => Reflect.get(body, member));
  const texts = own.filter((value) => typeof value === "string").filter(({ length }) => length > 3);
  return [...texts, ...["user", "passwordReset"].flatMap((member) => secretsOf(Reflect.get(body, member)))];
}

/** No password, token, e-mail or name stands in any line. */
export function assertSilent(lines: readonly string[], secrets: Iterable<string>): void {
  for (const secret of secrets) {
    assert.ok(lines.every((line) => !line.includes(secret)), "a log line holds a secret");
  }
  assert.ok(lines.every((line) => !/eyJ|Bearer |Basic |argon2id/.test(line)), "a log line holds a token");
}

/** The pointers of a 400, which says every fault at once. */
export async function faultsOf(response: Response): Promise<string[]> {
  assert.equal(response.status, 400);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const { errors } = await response.json();
  return errors.map(({ pointer }: { pointer: string }) => pointer).toSorted();
}

/** A 401 of the kind that a Bearer token is asked for with; all of it but what belongs to this one call. */
export async function refusalOf(response: Response): Promise<Record<string, unknown>> {
  assert.equal(response.status, 401);
  assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer /);
  const { traceId: _, ...problem } = await response.json();
  assert.equal(problem.type, "/problems/unauthenticated");
  return problem;
}
