import { issueAccessToken } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { endOtherSessions } from "../sql/sessions.ts";
import { EMAIL, faultsOf, PASSWORD, passwords, refusalOf, testApp } from "../testing.ts";

const PATH = "/auth/password";
const NEW = "another-invented-password";

Deno.test("a changed password is the one that signs in, and the other sessions are over while one's own goes on", async () => {
  await using app = await testApp();
  const [own, other, third] = [await app.signIn(), await app.signIn(), await app.signIn()];
  const body = { currentPassword: PASSWORD, newPassword: NEW };
  const response = await app.send("POST", PATH, { token: own.token, body });
  assert.equal(response.status, 204);
  assert.equal(await response.text(), "");

  await refusalOf(await app.send("POST", "/auth/login", { body: { email: EMAIL, password: PASSWORD } }));
  await app.signIn(EMAIL, NEW);
  for (const { refreshToken } of [other, third]) await refusalOf(await app.refresh(refreshToken));
  assert.equal((await app.refresh(own.refreshToken)).status, 200);
});

Deno.test("a wrong current password changes nothing, and is said at its place", async () => {
  await using app = await testApp();
  const [own, other] = [await app.signIn(), await app.signIn()];
  for (const currentPassword of ["wrong", PASSWORD.toUpperCase(), NEW]) {
    const body = { currentPassword, newPassword: NEW };
    assert.deepEqual(await faultsOf(await app.send("POST", PATH, { token: own.token, body })), ["/currentPassword"]);
  }
  await app.signIn(EMAIL, PASSWORD);
  assert.equal((await app.refresh(other.refreshToken)).status, 200);
});

Deno.test("a new password has 12 to 128 characters, counted in code points", async () => {
  await using app = await testApp();
  const { token } = await app.signIn();
  const change = (currentPassword: string, newPassword: unknown) =>
    app.send("POST", PATH, { token, body: { currentPassword, newPassword } });
  for (const bad of ["", "x".repeat(11), "\u{1f511}".repeat(11), "x".repeat(129), "\u{1f511}".repeat(129), null, 1]) {
    assert.deepEqual(await faultsOf(await change(PASSWORD, bad)), ["/newPassword"], String(bad));
  }
  assert.deepEqual(await faultsOf(await change("", "short")), ["/currentPassword", "/newPassword"]);
  const longest = "\u{1f511}".repeat(128);
  const shortest = "\u{1f511}".repeat(12);
  assert.equal((await change(PASSWORD, shortest)).status, 204);
  assert.equal((await change(shortest, longest)).status, 204);
  await app.signIn(EMAIL, longest);
});

Deno.test("of two changes at once with the same current password one counts", async () => {
  await using app = await testApp();
  const { token } = await app.signIn();
  const passwords = ["first-invented-password", "second-invented-password"];
  const statuses = await Promise.all(passwords.map(async (newPassword) => {
    const body = { currentPassword: PASSWORD, newPassword };
    return (await app.send("POST", PATH, { token, body })).status;
  }));
  assert.deepEqual(statuses.toSorted(), [204, 400]);
  await app.signIn(EMAIL, passwords[statuses.indexOf(204)]);
});

/** The statements on this database that wait for a lock. */
const waiting = (query: Query) =>
  query`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

Deno.test("who signs in with the old password while it is being changed is out afterwards", async () => {
  await using app = await testApp();
  const { user } = await app.signIn();
  const body = { email: EMAIL, password: PASSWORD };
  const another = await passwords.hash(NEW);
  const signingIn = await app.db.transaction(async (query) => {
    await query`update staff set password_hash = ${another}`;
    await endOtherSessions(query, user.id, undefined);
    let answered = false;
    const response = app.send("POST", "/auth/login", { body }).finally(() => answered = true);
    await eventually(async () => answered || (await waiting(app.db.query)).length > 0);
    return { response };
  });
  await refusalOf(await signingIn.response);
  assert.equal((await app.db.query`select from session where ended_at is null`).length, 0);
});

Deno.test("who signs in while the account is being disabled, or gets other roles, has no more than it leaves", async () => {
  await using app = await testApp(["ADMIN"]);
  const body = { email: EMAIL, password: PASSWORD };
  const during = async (change: (query: Query) => Promise<unknown>) => {
    const { response } = await app.db.transaction(async (query) => {
      await change(query);
      let answered = false;
      const response = app.send("POST", "/auth/login", { body }).finally(() => answered = true);
      await eventually(async () => answered || (await waiting(app.db.query)).length > 0);
      return { response };
    });
    return await response;
  };
  const demoted = await during((query) => query`update staff set roles = array['ANALYST']`);
  const { token, user } = await demoted.json();
  assert.deepEqual(user.roles, ["ANALYST"]);
  assert.equal((await app.send("GET", "/auth/users", { token })).status, 403);
  await refusalOf(await during((query) => query`update staff set disabled_at = now()`));
});

Deno.test("one's own password needs one's own token", async () => {
  await using app = await testApp();
  const body = { currentPassword: PASSWORD, newPassword: NEW };
  await refusalOf(await app.send("POST", PATH, { body }));
  const grant = { subject: "service:patient", scopes: [], lifetimeS: 60 };
  const token = await issueAccessToken(app.keys.current(), grant);
  await refusalOf(await app.send("POST", PATH, { token, body }));
  await app.signIn(EMAIL, PASSWORD);
});
