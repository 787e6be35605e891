import { ROLE_SCOPES } from "@pms/lib/auth";
import assert from "node:assert/strict";
import { createPasswords } from "../domain/password.ts";
import {
  addStaff,
  argon2Library,
  EMAIL,
  faultsOf,
  LIFETIME_S,
  PASSWORD,
  refusalOf,
  RULES,
  testApp,
} from "../testing.ts";

const signIn = (email: unknown, password: unknown) => ({ body: { email, password } });

Deno.test("signing in gives an access token, a refresh token and the account, and nothing else", async () => {
  await using app = await testApp(["REGISTRAR", "ANALYST"]);
  const response = await app.send("POST", "/auth/login", signIn(EMAIL, PASSWORD));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { token, refreshToken, user, ...rest } = await response.json();
  assert.deepEqual(rest, { tokenType: "Bearer", expiresIn: LIFETIME_S });
  assert.match(refreshToken, /^[\w-]{43}$/);
  const { id, ...account } = user;
  assert.deepEqual(account, { email: EMAIL, displayName: "Ada Example", roles: ["REGISTRAR", "ANALYST"] });

  const [header, claims] = token.split(".", 2).map((part: string) =>
    JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(part, { alphabet: "base64url" })))
  );
  assert.deepEqual(header, { alg: "EdDSA", typ: "at+jwt", kid: app.keys.current().kid });
  const { iat, nbf, exp, jti, sid, ...named } = claims;
  assert.deepEqual(named, {
    iss: "patient-management",
    aud: "patient-management-api",
    sub: id,
    scope: "patient:read patient:write billing:read analytics:read",
  });
  assert.equal(exp, iat + LIFETIME_S);
  assert.equal(nbf, iat);
  assert.ok(Math.abs(iat - Date.now() / 1_000) < 60);
  assert.match(jti, /^[0-9a-f-]{36}$/);
  assert.deepEqual(await app.db.query`select id, staff_id from session`, [{ id: sid, staffId: id }]);
});

Deno.test("an e-mail signs in without regard to case or the space around it", async () => {
  await using app = await testApp();
  const { user } = await app.signIn();
  for (const email of [EMAIL.toLowerCase(), EMAIL.toUpperCase(), `  ${EMAIL} `]) {
    const signedIn = await app.signIn(email);
    assert.deepEqual(signedIn.user, user);
  }
});

Deno.test("an unknown account and a wrong password are refused alike, and leave no session", async () => {
  await using app = await testApp(["REGISTRAR"], { ...RULES, failuresMax: 100 });
  const wrong = await app.send("POST", "/auth/login", signIn(EMAIL, "another-password"));
  const unknown = await app.send("POST", "/auth/login", signIn("nobody@example.org", PASSWORD));
  const headersOf = (response: Response) => [...response.headers].filter(([name]) => name !== "x-request-id");
  assert.deepEqual(headersOf(unknown), headersOf(wrong));
  const refusal = await refusalOf(wrong);
  assert.deepEqual(await refusalOf(unknown), refusal);
  for (const given of [PASSWORD.toUpperCase(), `${PASSWORD} `, "x", PASSWORD.slice(1), `${PASSWORD}\u0000`]) {
    assert.deepEqual(await refusalOf(await app.send("POST", "/auth/login", signIn(EMAIL, given))), refusal);
  }
  assert.equal((await app.db.query`select from session`).length, 0);
});

Deno.test("a disabled account, and one without a password yet, are refused in the same words", async () => {
  await using app = await testApp();
  const refusal = await refusalOf(await app.send("POST", "/auth/login", signIn("nobody@example.org", PASSWORD)));
  await app.db.query`update staff set disabled_at = now()`;
  assert.deepEqual(await refusalOf(await app.send("POST", "/auth/login", signIn(EMAIL, PASSWORD))), refusal);
  await app.db.query`update staff set disabled_at = null, password_hash = null`;
  assert.deepEqual(await refusalOf(await app.send("POST", "/auth/login", signIn(EMAIL, PASSWORD))), refusal);
  assert.equal((await app.db.query`select from session`).length, 0);
});

Deno.test("the hash of a cheaper time is renewed at a sign-in, also of eight at once, and signs in again", async () => {
  await using app = await testApp();
  const cheap = createPasswords(argon2Library(), {
    atOnceMax: 1,
    cost: { memoryCost: 8_192, timeCost: 1, parallelism: 1 },
  });
  await app.db.query`update staff set password_hash = ${await cheap.hash(PASSWORD)}`;
  await Promise.all(Array.from({ length: 8 }, () => app.signIn()));
  const [staff] = await app.db.query<{ passwordHash: string; version: number }>`
    select password_hash, version from staff`;
  assert.match(staff?.passwordHash ?? "", /\$m=19456,t=2,p=1\$/);
  assert.equal(staff?.version, 1);
  await app.signIn();
});

Deno.test("who must change the password may do nothing else, until it is changed", async () => {
  await using app = await testApp(["ADMIN"]);
  await app.db.query`update staff set password_change_required = true`;
  const { token, refreshToken, user } = await app.signIn();
  assert.equal(user.passwordChangeRequired, true);
  assert.equal((await app.send("GET", "/auth/users", { token })).status, 403);
  const { scope } = await (await app.send("GET", "/auth/validate", { token })).json();
  assert.equal(scope, "");
  assert.equal((await (await app.send("GET", "/auth/me", { token })).json()).passwordChangeRequired, true);
  const refreshed = await (await app.refresh(refreshToken)).json();
  assert.equal((await app.send("GET", "/auth/users", { token: refreshed.token })).status, 403);

  const same = { currentPassword: PASSWORD, newPassword: PASSWORD };
  assert.deepEqual(await faultsOf(await app.send("POST", "/auth/password", { token, body: same })), ["/newPassword"]);
  const body = { currentPassword: PASSWORD, newPassword: "another-invented-password" };
  assert.equal((await app.send("POST", "/auth/password", { token, body })).status, 204);
  const after = await (await app.refresh(refreshed.refreshToken)).json();
  assert.equal(after.user.passwordChangeRequired, undefined);
  assert.equal((await app.send("GET", "/auth/users", { token: after.token })).status, 200);
});

Deno.test("each role has the scopes of the design", async () => {
  await using app = await testApp();
  for (const [role, scopes] of Object.entries(ROLE_SCOPES)) {
    const email = `${role.toLowerCase()}@example.org`;
    await addStaff(app.db, email, [role as keyof typeof ROLE_SCOPES]);
    const { token } = await app.signIn(email);
    const validated = await (await app.send("GET", "/auth/validate", { token })).json();
    assert.equal(validated.scope, scopes.join(" "), role);
  }
});

Deno.test("what is no e-mail and password is bad input, with every fault", async () => {
  await using app = await testApp();
  const bad: [unknown, string[]][] = [
    [{}, ["/email", "/password"]],
    [{ email: EMAIL }, ["/password"]],
    [{ email: null, password: null }, ["/email", "/password"]],
    [{ email: "", password: "" }, ["/email", "/password"]],
    [{ email: 1, password: ["x"] }, ["/email", "/password"]],
    [{ email: "x".repeat(255), password: "x".repeat(1_001) }, ["/email", "/password"]],
    [{ email: "a\u0000@example.org", password: PASSWORD }, ["/email"]],
    [{ email: EMAIL, password: PASSWORD, remember: true }, ["/remember"]],
    [[], [""]],
  ];
  for (const [body, pointers] of bad) {
    assert.deepEqual(await faultsOf(await app.send("POST", "/auth/login", { body })), pointers, JSON.stringify(body));
  }
  assert.deepEqual(await faultsOf(await app.send("POST", "/auth/login?x=1", signIn(EMAIL, PASSWORD))), ["/x"]);
  const form = new URLSearchParams({ email: EMAIL, password: PASSWORD });
  assert.equal((await app.send("POST", "/auth/login", { body: form })).status, 415);
});
