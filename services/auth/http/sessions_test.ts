import { issueAccessToken } from "@pms/lib/auth";
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { addStaff, faultsOf, PASSWORD, refusalOf, type SignedIn, type TestApp, testApp } from "../testing.ts";

const PATH = "/auth/sessions";
const ADMIN = "admin@example.org";
const NOBODY = "00000000-0000-7000-8000-000000000000";

interface Session {
  readonly id: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly current: boolean;
}

async function list(app: TestApp, { token }: Pick<SignedIn, "token">, query = ""): Promise<Session[]> {
  const response = await app.send("GET", `${PATH}${query}`, { token });
  assert.equal(response.status, 200);
  return (await response.json()).sessions;
}

async function withAdministrator(app: TestApp): Promise<SignedIn> {
  await addStaff(app.db, ADMIN, ["ADMIN"]);
  return await app.signIn(ADMIN, PASSWORD);
}

async function end(app: TestApp, { token }: Pick<SignedIn, "token">, id: string): Promise<Response> {
  return await app.send("DELETE", `${PATH}/${id}`, { token });
}

Deno.test("one's sessions are told oldest first, with when they began and were last used, and nothing secret", async () => {
  await using app = await testApp();
  const [one, two] = [await app.signIn(), await app.signIn()];
  await withAdministrator(app);
  await app.db.query`update refresh_token set issued_at = issued_at - interval '1 hour'`;
  await app.db.query`update session set created_at = created_at - interval '1 hour'`;
  const refreshed: SignedIn = await (await app.refresh(one.refreshToken)).json();

  const sessions = await list(app, refreshed);
  assert.deepEqual(sessions.map(({ current }) => current), [true, false]);
  for (const session of sessions) {
    assert.deepEqual(Object.keys(session).toSorted(), ["createdAt", "current", "id", "lastUsedAt"]);
  }
  const [first, second] = sessions;
  assert.ok(Date.parse(first?.lastUsedAt ?? "") - Date.parse(first?.createdAt ?? "") >= 3_599_000);
  assert.equal(second?.lastUsedAt, second?.createdAt);
  assert.deepEqual((await list(app, two)).map(({ id, current }) => [id, current]), [
    [first?.id, false],
    [second?.id, true],
  ]);
});

Deno.test("a session that ended, was idle for too long or is too old is not in the list", async () => {
  await using app = await testApp();
  const ended = await app.signIn();
  for (const _ of ["idle", "old"]) await app.signIn();
  const here = await app.signIn();
  const [, idle, old, current] = await list(app, here);
  await app.send("POST", "/auth/logout", { token: ended.token });
  await app.db.query`update refresh_token set issued_at = issued_at - interval '12 hours' where session_id = ${
    idle?.id ?? ""
  }`;
  await app.db.query`update session set created_at = created_at - interval '7 days' where id = ${old?.id ?? ""}`;
  assert.deepEqual((await list(app, here)).map(({ id }) => id), [current?.id]);
});

Deno.test("a list comes in pages, and a page's token belongs to its list", async () => {
  await using app = await testApp();
  const all = [await app.signIn(), await app.signIn(), await app.signIn()];
  const [{ token, user } = await app.signIn()] = all;
  const seen: string[] = [];
  let query = "?pageSize=2";
  for (let pages = 1;; pages++) {
    const page = await (await app.send("GET", PATH + query, { token })).json();
    seen.push(...page.sessions.map(({ id }: Session) => id));
    if (page.nextPageToken === undefined) {
      assert.equal(pages, 2);
      break;
    }
    query = `?pageSize=2&pageToken=${page.nextPageToken}`;
  }
  assert.equal(new Set(seen).size, 3);
  assert.deepEqual(await faultsOf(await app.send("GET", `${PATH}${query}&userId=${user.id}`, { token })), [
    "/pageToken",
  ]);
  const another = await withAdministrator(app);
  assert.deepEqual(await faultsOf(await app.send("GET", PATH + query, { token: another.token })), ["/pageToken"]);
  for (const bad of ["?pageSize=0", "?pageSize=201", "?pageToken=x", "?userId=me", "?unknown=1"]) {
    await faultsOf(await app.send("GET", PATH + bad, { token }));
  }
});

Deno.test("ending one's own session, also the one at hand, ends its refresh token and soon its access tokens", async () => {
  await using app = await testApp();
  const [other, here] = [await app.signIn(), await app.signIn()];
  const [first, second] = await list(app, here);
  assert.equal((await end(app, here, first?.id ?? "")).status, 204);
  await refusalOf(await app.refresh(other.refreshToken));
  await eventually(async () => (await app.send("GET", "/auth/me", { token: other.token })).status === 401);
  assert.equal((await app.send("GET", "/auth/me", { token: here.token })).status, 200);

  assert.equal((await end(app, here, second?.id ?? "")).status, 204);
  await refusalOf(await app.refresh(here.refreshToken));
  await eventually(async () => (await app.send("GET", "/auth/me", { token: here.token })).status === 401);
});

Deno.test("somebody else's session is not there, and stays", async () => {
  await using app = await testApp();
  const mine = await app.signIn();
  const admin = await withAdministrator(app);
  const [theirs] = await list(app, admin);
  const refusal = await end(app, mine, theirs?.id ?? "");
  assert.equal(refusal.status, 404);
  const told = await refusal.json();
  const unknown = await (await end(app, mine, NOBODY)).json();
  for (const problem of [told, unknown]) assert.equal(problem.type, "/problems/session-not-found");
  assert.deepEqual([told.detail, told.title], [unknown.detail, unknown.title]); // Nothing tells that it exists.
  assert.equal((await app.refresh(admin.refreshToken)).status, 200);

  const others = await app.send("GET", `${PATH}?userId=${admin.user.id}`, { token: mine.token });
  assert.equal(others.status, 403);
  assert.equal((await app.send("GET", `${PATH}?userId=${NOBODY}`, { token: mine.token })).status, 403);
  assert.equal((await list(app, mine, `?userId=${mine.user.id}`)).length, 1);
});

Deno.test("an administrator lists and ends the sessions of others", async () => {
  await using app = await testApp();
  const mine = await app.signIn();
  const admin = await withAdministrator(app);
  const sessions = await list(app, admin, `?userId=${mine.user.id}`);
  assert.deepEqual(sessions.map(({ current }) => current), [false]);
  assert.equal((await end(app, admin, sessions[0]?.id ?? "")).status, 204);
  await refusalOf(await app.refresh(mine.refreshToken));
  assert.equal((await end(app, admin, sessions[0]?.id ?? "")).status, 404); // It is over.
  assert.deepEqual(await list(app, admin, `?userId=${NOBODY}`), []);
});

Deno.test("a program has no sessions, and nobody's", async () => {
  await using app = await testApp();
  const mine = await app.signIn();
  const [session] = await list(app, mine);
  const grant = { subject: "service:patient", scopes: ["service:billing.accounts"], lifetimeS: 60 };
  const token = await issueAccessToken(app.keys.current(), grant);
  assert.deepEqual(await list(app, { token }), []);
  assert.equal((await end(app, { token }, session?.id ?? "")).status, 404);
  assert.equal((await app.send("GET", PATH)).status, 401);
  assert.equal((await app.send("DELETE", `${PATH}/${session?.id}`)).status, 401);
});
