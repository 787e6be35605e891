import assert from "node:assert/strict";
import { addStaff, EMAIL, faultsOf, PASSWORD, refusalOf, RULES, type TestApp, testApp } from "../testing.ts";

const DESK = "desk@example.org";
const NEW = "quiet invented kettle";

/** Somebody at the desk, with a session, and the link that an administrator made. */
async function withLink(app: TestApp) {
  const { token } = await app.signIn();
  await addStaff(app.db, DESK, ["REGISTRAR"]);
  const { refreshToken, user } = await app.signIn(DESK);
  const issue = async (): Promise<string> => {
    const response = await app.send("POST", `/auth/users/${user.id}/password-reset`, { token });
    assert.equal(response.status, 200);
    return (await response.json()).token;
  };
  return { administrator: token, id: user.id, refreshToken, issue, link: await issue() };
}

const choose = (app: TestApp, token: unknown, newPassword: unknown = NEW, headers: Record<string, string> = {}) =>
  app.send("POST", "/auth/password-reset", { body: { token, newPassword }, headers });

Deno.test("a reset takes the password and the sessions away, and its link gives a new password, once", async () => {
  await using app = await testApp(["ADMIN"]);
  const { link, refreshToken } = await withLink(app);
  await refusalOf(await app.refresh(refreshToken));
  await refusalOf(await app.send("POST", "/auth/login", { body: { email: DESK, password: PASSWORD } }));
  const response = await choose(app, link);
  assert.equal(response.status, 204);
  assert.equal(await response.text(), "");
  await app.signIn(DESK, NEW);
  assert.deepEqual(await faultsOf(await choose(app, link, "another invented kettle")), ["/token"]);
  await app.signIn(DESK, NEW);
});

Deno.test("of ten who use a link at once one chooses the password", async () => {
  await using app = await testApp(["ADMIN"]);
  const { link } = await withLink(app);
  const statuses = await Promise.all(
    Array.from({ length: 10 }, async (_, nth) => (await choose(app, link, `${NEW} ${nth}`)).status),
  );
  assert.deepEqual(statuses.toSorted(), [204, ...Array.from({ length: 9 }, () => 400)]);
  await app.signIn(DESK, `${NEW} ${statuses.indexOf(204)}`);
});

Deno.test("a newer link voids the older one, and an hour voids both", async () => {
  await using app = await testApp(["ADMIN"]);
  const { link, issue } = await withLink(app);
  const newer = await issue();
  assert.deepEqual(await faultsOf(await choose(app, link)), ["/token"]);
  await app.db.query`update password_reset set expires_at = expires_at - interval '1 hour'`;
  assert.deepEqual(await faultsOf(await choose(app, newer)), ["/token"]);
  await app.db.query`update password_reset set expires_at = expires_at + interval '1 minute'`;
  assert.equal((await choose(app, newer)).status, 204);
});

Deno.test("a password that is refused leaves the link good", async () => {
  await using app = await testApp(["ADMIN"]);
  const { link } = await withLink(app);
  for (const bad of ["short", "password1234", "my example of a kettle", "x".repeat(129), null]) {
    assert.deepEqual(await faultsOf(await choose(app, link, bad)), ["/newPassword"], String(bad));
  }
  assert.deepEqual(await faultsOf(await choose(app, "", "short")), ["/newPassword", "/token"]);
  assert.equal((await choose(app, link)).status, 204);
});

Deno.test("only the digest of a link is kept", async () => {
  await using app = await testApp(["ADMIN"]);
  const { link } = await withLink(app);
  const [kept] = await app.db.query<{ digest: Uint8Array }>`select digest from password_reset`;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(link)));
  assert.deepEqual(new Uint8Array(kept?.digest ?? []), digest);
});

Deno.test("disabling an account voids its link, and a link does not enable it", async () => {
  await using app = await testApp(["ADMIN"]);
  const { link, id, administrator: token, issue } = await withLink(app);
  const disable = (disabled: boolean) => app.send("PATCH", `/auth/users/${id}`, { token, body: { disabled } });
  assert.equal((await disable(true)).status, 200);
  assert.deepEqual(await faultsOf(await choose(app, link)), ["/token"]);
  const later = await issue();
  assert.deepEqual(await faultsOf(await choose(app, later)), ["/token"]);
  assert.equal((await disable(false)).status, 200);
  assert.equal((await choose(app, later)).status, 204);
});

Deno.test("who guesses links is soon refused, and a good link lets an account in that had to wait", async () => {
  await using app = await testApp(["ADMIN"], { ...RULES, address: { failuresMax: 8, refillMs: 2_000 } });
  const { link } = await withLink(app);
  const stranger = { "x-client-address": "198.51.100.1" };
  for (let nth = 0; nth < 8; nth++) assert.equal((await choose(app, `guess${nth}`, NEW, stranger)).status, 400);
  const refused = await choose(app, link, NEW, stranger);
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [429, "2"]);

  const login = (email: string) => app.send("POST", "/auth/login", { body: { email, password: NEW } });
  for (let nth = 0; nth < 5; nth++) assert.equal((await login(DESK)).status, 401);
  assert.equal((await login(DESK)).status, 429);
  assert.equal((await choose(app, link)).status, 204);
  assert.equal((await login(DESK)).status, 200);
  assert.equal((await login(EMAIL)).status, 401); // The administrator's is another password.
});
