import { issueAccessToken } from "@pms/lib/auth";
import assert from "node:assert/strict";
import { faultsOf, refusalOf, testApp } from "../testing.ts";

const PATH = "/auth/logout";

Deno.test("the access token alone ends its session", async () => {
  await using app = await testApp();
  const { token, refreshToken } = await app.signIn();
  const response = await app.send("POST", PATH, { token });
  assert.equal(response.status, 204);
  assert.equal(await response.text(), "");
  await refusalOf(await app.refresh(refreshToken));
  assert.equal((await app.send("POST", PATH, { token, body: {} })).status, 204); // It is over already.
});

Deno.test("the refresh token alone ends its session, also one that was used before", async () => {
  await using app = await testApp();
  const first = await app.signIn();
  const second = await (await app.refresh(first.refreshToken)).json();
  const { refreshToken } = first;
  assert.equal((await app.send("POST", PATH, { body: { refreshToken } })).status, 204);
  await refusalOf(await app.refresh(second.refreshToken));

  const other = await app.signIn();
  assert.equal((await app.send("POST", PATH, { body: { refreshToken: other.refreshToken } })).status, 204);
  await refusalOf(await app.refresh(other.refreshToken));
});

Deno.test("both together end the session, or the sessions of both", async () => {
  await using app = await testApp();
  const [one, other, third] = [await app.signIn(), await app.signIn(), await app.signIn()];
  const body = { refreshToken: other.refreshToken };
  assert.equal((await app.send("POST", PATH, { token: one.token, body })).status, 204);
  for (const { refreshToken } of [one, other]) await refusalOf(await app.refresh(refreshToken));

  const own = { token: third.token, body: { refreshToken: third.refreshToken } };
  assert.equal((await app.send("POST", PATH, own)).status, 204);
  await refusalOf(await app.refresh(third.refreshToken));
});

Deno.test("nothing to go by is refused, and ends nothing", async () => {
  await using app = await testApp();
  const { token, refreshToken } = await app.signIn();
  await refusalOf(await app.send("POST", PATH));
  await refusalOf(await app.send("POST", PATH, { body: {} }));
  assert.deepEqual(await faultsOf(await app.send("POST", PATH, { body: { refreshToken: null } })), ["/refreshToken"]);
  assert.deepEqual(await faultsOf(await app.send("POST", PATH, { token, body: { everywhere: true } })), [
    "/everywhere",
  ]);
  assert.equal((await app.refresh(refreshToken)).status, 200);
});

Deno.test("a good refresh token ends its session, though the access token beside it has expired", async () => {
  await using app = await testApp();
  const { token, refreshToken } = await app.signIn();
  assert.equal((await app.send("POST", PATH, { token: `${token}x`, body: { refreshToken } })).status, 204);
  await refusalOf(await app.refresh(refreshToken));
});

Deno.test("a refresh token that nobody gave out is signed out like any other", async () => {
  await using app = await testApp();
  const { refreshToken } = await app.signIn();
  assert.equal((await app.send("POST", PATH, { body: { refreshToken: "x" } })).status, 204);
  assert.equal((await app.refresh(refreshToken)).status, 200);
});

Deno.test("a program has no session to end", async () => {
  await using app = await testApp();
  const { refreshToken } = await app.signIn();
  const grant = { subject: "service:patient", scopes: [], lifetimeS: 60 };
  const token = await issueAccessToken(app.keys.current(), grant);
  assert.equal((await app.send("POST", PATH, { token })).status, 204);
  assert.equal((await app.refresh(refreshToken)).status, 200);
});
