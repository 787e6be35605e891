import { issueAccessToken } from "@pms/lib/auth";
import assert from "node:assert/strict";
import { EMAIL, LIFETIME_S, refusalOf, testApp } from "../testing.ts";

Deno.test("a good token is told whose it is, what it may do and until when", async () => {
  await using app = await testApp(["CLINICIAN"]);
  const { token, user } = await app.signIn();
  const response = await app.send("GET", "/auth/validate", { token });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { exp, ...rest } = await response.json();
  assert.deepEqual(rest, { sub: user.id, scope: "patient:read patient:write" });
  assert.ok(Number.isInteger(exp) && Math.abs(exp - LIFETIME_S - Date.now() / 1_000) < 60);

  const me = await app.send("GET", "/auth/me", { token });
  assert.equal(me.status, 200);
  assert.deepEqual(await me.json(), { id: user.id, email: EMAIL, displayName: "Ada Example", roles: ["CLINICIAN"] });
});

Deno.test("no token, a bad one, an expired one and one in another scheme are refused", async () => {
  await using app = await testApp();
  const { token, user } = await app.signIn();
  const expired = await issueAccessToken(app.keys.current(), { subject: user.id, scopes: [], lifetimeS: -60 });
  for (const path of ["/auth/validate", "/auth/me"]) {
    await refusalOf(await app.send("GET", path));
    for (const bad of ["", "x", `${token}x`, token.slice(0, -5), expired]) {
      await refusalOf(await app.send("GET", path, { token: bad }));
    }
    await refusalOf(await app.send("GET", path, { headers: { authorization: `Basic ${btoa("a:b")}` } }));
  }
});

Deno.test("a program's token is good, but belongs to no member of staff", async () => {
  await using app = await testApp();
  const grant = { scopes: ["patient:read"], lifetimeS: 60 };
  for (const subject of ["service:patient", crypto.randomUUID()]) {
    const token = await issueAccessToken(app.keys.current(), { ...grant, subject });
    assert.equal((await app.send("GET", "/auth/validate", { token })).status, 200);
    await refusalOf(await app.send("GET", "/auth/me", { token }));
  }
});
