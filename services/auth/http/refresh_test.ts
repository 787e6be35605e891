import { createTokenCheck } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { open } from "../domain/seal.ts";
import { digestOf } from "../domain/secret.ts";
import { EMAIL, faultsOf, LIFETIME_S, refusalOf, type SignedIn, type TestApp, testApp } from "../testing.ts";

async function refreshed(app: TestApp, refreshToken: string): Promise<SignedIn> {
  const response = await app.refresh(refreshToken);
  assert.equal(response.status, 200);
  return await response.json();
}

/** Makes all that happened so far lie further back. */
async function pass(query: Query, time: string): Promise<void> {
  await query`update session set created_at = created_at - ${time}::text::interval`;
  await query`
    update refresh_token
    set issued_at = issued_at - ${time}::text::interval, used_at = used_at - ${time}::text::interval`;
}

async function sidOf(app: TestApp, { token }: SignedIn): Promise<string | undefined> {
  return (await createTokenCheck(app.keys.find)(token)).sessionId;
}

Deno.test("a refresh token is traded for its successor and a new access token of the same session", async () => {
  await using app = await testApp();
  const first = await app.signIn();
  const response = await app.refresh(first.refreshToken);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const second: SignedIn = await response.json();
  assert.notEqual(second.refreshToken, first.refreshToken);
  assert.notEqual(second.token, first.token);
  const { token: _token, refreshToken: _refreshToken, ...rest } = second;
  assert.deepEqual(rest, { tokenType: "Bearer", expiresIn: LIFETIME_S, user: first.user });
  assert.equal(await sidOf(app, second), await sidOf(app, first));
  assert.equal((await app.send("GET", "/auth/me", { token: second.token })).status, 200);
});

Deno.test("a session goes on token by token, and with the roles that the account has by then", async () => {
  await using app = await testApp(["REGISTRAR"]);
  let current = await app.signIn();
  const seen = new Set<string>();
  for (let nth = 0; nth < 10; nth++) {
    current = await refreshed(app, current.refreshToken);
    seen.add(current.refreshToken);
  }
  assert.equal(seen.size, 10);
  await app.db.query`update staff set roles = array['ANALYST']`;
  const { user, token } = await refreshed(app, current.refreshToken);
  assert.deepEqual(user.roles, ["ANALYST"]);
  assert.equal((await (await app.send("GET", "/auth/validate", { token })).json()).scope, "analytics:read");
});

Deno.test("a lost answer is given again: the same successor, with a fresh access token, while that is unused", async () => {
  await using app = await testApp();
  const { refreshToken } = await app.signIn();
  const first = await refreshed(app, refreshToken);
  await pass(app.db.query, "9 seconds");
  const again = await refreshed(app, refreshToken);
  assert.equal(again.refreshToken, first.refreshToken);
  assert.notEqual(again.token, first.token);
  assert.equal(await sidOf(app, again), await sidOf(app, first));
  await refreshed(app, again.refreshToken);
});

Deno.test("of ten tabs at once all get the one successor, and it goes on from there", async () => {
  await using app = await testApp();
  const { refreshToken } = await app.signIn();
  const all = await Promise.all(Array.from({ length: 10 }, () => refreshed(app, refreshToken)));
  const [successor = "", ...others] = new Set(all.map((each) => each.refreshToken));
  assert.deepEqual(others, []);
  assert.equal(new Set(all.map(({ token }) => token)).size, 10);
  assert.equal((await app.db.query`select from refresh_token`).length, 2);
  await refreshed(app, successor);
});

Deno.test("a token that comes again after its successor was used ends the whole family", async () => {
  await using app = await testApp();
  const stolen = (await app.signIn()).refreshToken;
  const second = await refreshed(app, stolen);
  const third = await refreshed(app, second.refreshToken);
  const refusal = await refusalOf(await app.refresh(stolen));
  for (const token of [third.refreshToken, second.refreshToken, stolen]) {
    assert.deepEqual(await refusalOf(await app.refresh(token)), refusal);
  }
});

Deno.test("a token that comes again after eleven seconds ends the whole family", async () => {
  await using app = await testApp();
  const { refreshToken } = await app.signIn();
  const second = await refreshed(app, refreshToken);
  await pass(app.db.query, "11 seconds");
  await refusalOf(await app.refresh(refreshToken));
  await refusalOf(await app.refresh(second.refreshToken));
});

const reuses: Record<string, (app: TestApp, presented: string) => Promise<void>> = {
  "after its successor was used": async (app, presented) => {
    await refreshed(app, (await refreshed(app, presented)).refreshToken);
  },
  "after eleven seconds": async (app, presented) => {
    await refreshed(app, presented);
    await pass(app.db.query, "11 seconds");
  },
};
for (const [when, use] of Object.entries(reuses)) {
  Deno.test(`ten clients at once with a token that was used, ${when}: a hundred families of a hundred are dead`, async () => {
    await using app = await testApp();
    for (let family = 1; family <= 100; family++) {
      const first = await app.signIn();
      await use(app, first.refreshToken);
      const answers = await Promise.all(Array.from({ length: 10 }, () => app.refresh(first.refreshToken)));
      assert.deepEqual(answers.map(({ status }) => status), Array(10).fill(401), `family ${family}`);
      const [alive] = await app.db.query<{ count: number }>`
        select count(*)::integer as count from session where ended_at is null`;
      assert.equal(alive?.count, 0, `family ${family}`);
    }
    const [revoked] = await app.db.query<{ count: number }>`select count(*)::integer as count from revocation`;
    assert.equal(revoked?.count, 100, "each family once");
  });
}

Deno.test("the end of a family ends its access tokens too", async () => {
  await using app = await testApp();
  const first = await app.signIn();
  const second = await refreshed(app, first.refreshToken);
  const other = await app.signIn();
  await pass(app.db.query, "11 seconds");
  await refusalOf(await app.refresh(first.refreshToken));
  for (const { token } of [first, second]) {
    await eventually(async () => (await app.send("GET", "/auth/me", { token })).status === 401);
  }
  assert.equal((await app.send("GET", "/auth/me", { token: other.token })).status, 200);
});

Deno.test("an access token does not outlive the seven days of its session", async () => {
  await using app = await testApp();
  const { refreshToken } = await app.signIn();
  await app.db.query`update session set created_at = now() - interval '7 days' + interval '5 minutes'`;
  const { token, expiresIn } = await refreshed(app, refreshToken);
  assert.ok(expiresIn > 200 && expiresIn <= 300, `${expiresIn}`);
  const { expiresAtMs } = await createTokenCheck(app.keys.find)(token);
  assert.ok(expiresAtMs <= Date.now() + 300_000);
});

Deno.test("the end of one family leaves the account's other sessions alone", async () => {
  await using app = await testApp();
  const [one, other] = [await app.signIn(), await app.signIn()];
  await refreshed(app, one.refreshToken);
  await pass(app.db.query, "11 seconds");
  await refusalOf(await app.refresh(one.refreshToken));
  await refreshed(app, other.refreshToken);
});

Deno.test("a session that nobody used for twelve hours is over, and one that was used is not", async () => {
  await using app = await testApp();
  const [idle, used] = [await app.signIn(), await app.signIn()];
  await pass(app.db.query, "11 hours 59 minutes");
  const successor = await refreshed(app, used.refreshToken);
  await pass(app.db.query, "2 minutes");
  await refusalOf(await app.refresh(idle.refreshToken));
  await refreshed(app, successor.refreshToken);
});

Deno.test("a session is over after seven days, however much it was used", async () => {
  await using app = await testApp();
  let current = await app.signIn();
  for (let halfDays = 0; halfDays < 14; halfDays++) {
    await pass(app.db.query, "11 hours 59 minutes");
    current = await refreshed(app, current.refreshToken);
  }
  await pass(app.db.query, "15 minutes");
  await refusalOf(await app.refresh(current.refreshToken));
});

Deno.test("a token of a session that was ended, and one that nobody gave out, are refused alike", async () => {
  await using app = await testApp();
  const { refreshToken } = await app.signIn();
  assert.equal((await app.send("POST", "/auth/logout", { body: { refreshToken } })).status, 204);
  const refusal = await refusalOf(await app.refresh(refreshToken));
  for (const token of ["x", refreshToken.toLowerCase(), `${refreshToken} `, "\u0000"]) {
    assert.deepEqual(await refusalOf(await app.refresh(token)), refusal);
  }
});

Deno.test("an access token is no refresh token", async () => {
  await using app = await testApp();
  const { token } = await app.signIn();
  assert.ok([400, 401].includes((await app.refresh(token)).status));
});

Deno.test("what the database holds gives nobody a token", async () => {
  await using app = await testApp();
  const first = await app.signIn();
  const second = await refreshed(app, first.refreshToken);
  const [dump] = await app.db.query<{ text: string }>`
    select (select string_agg(refresh_token::text, '') from refresh_token) ||
      (select string_agg(session::text, '') from session) as text`;
  for (const { refreshToken, token } of [first, second]) {
    assert.ok(!dump?.text.includes(refreshToken) && !dump?.text.includes(token));
    const bytes = Uint8Array.fromBase64(refreshToken, { alphabet: "base64url" }).toHex();
    assert.ok(!dump?.text.includes(bytes) && !dump?.text.includes(new TextEncoder().encode(refreshToken).toHex()));
  }

  const rows = await app.db.query<{ digest: Uint8Array; sealed: Uint8Array | null; sessionId: string }>`
    select digest, sealed_successor as sealed, session_id from refresh_token`;
  const used = rows.find(({ sealed }) => sealed !== null);
  assert.deepEqual(used?.digest.toHex(), digestOf(first.refreshToken).toHex());
  for (const key of [used?.digest ?? new Uint8Array(32), new Uint8Array(32)]) {
    await assert.rejects(open(used?.sealed ?? new Uint8Array(), key, used?.sessionId ?? ""));
  }
  for (const { digest, sealed } of rows) {
    for (const bytes of [digest, sealed ?? digest]) {
      for (const alphabet of ["base64", "base64url"] as const) {
        const response = await app.refresh(bytes.toBase64({ alphabet, omitPadding: true }).slice(0, 200));
        assert.equal(response.status, 401);
      }
      assert.equal((await app.refresh(bytes.toHex().slice(0, 200))).status, 401);
    }
  }
  await refreshed(app, second.refreshToken);
});

Deno.test("what holds no refresh token is bad input", async () => {
  await using app = await testApp();
  for (const body of [{}, { refreshToken: null }, { refreshToken: "" }, { refreshToken: "x".repeat(201) }]) {
    assert.deepEqual(await faultsOf(await app.send("POST", "/auth/refresh", { body })), ["/refreshToken"]);
  }
  const more = { refreshToken: "x", email: EMAIL };
  assert.deepEqual(await faultsOf(await app.send("POST", "/auth/refresh", { body: more })), ["/email"]);
  assert.equal((await app.send("POST", "/auth/refresh")).status, 415);
});
