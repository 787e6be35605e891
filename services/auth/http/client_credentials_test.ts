import { createServiceTokens, createTokenCheck } from "@pms/lib/auth";
import assert from "node:assert/strict";
import { digestOf } from "../domain/secret.ts";
import { saveClient } from "../sql/clients.ts";
import { LIFETIME_S, type TestApp, testApp } from "../testing.ts";

const ID = "patient";
const SECRET = "s+e/c=r et-of-a-program";
const SCOPES = ["service:billing.accounts", "service:patient.read"];

async function testClient(secret = SECRET, id = ID): Promise<TestApp> {
  const app = await testApp();
  await saveClient(app.db.query, { id, secretDigest: digestOf(secret), scopes: SCOPES });
  return app;
}

const basic = (...halves: [id: string, secret: string]) => ({
  authorization: `Basic ${btoa(halves.map(encodeURIComponent).join(":"))}`,
});

function ask(app: TestApp, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return app.send("POST", "/auth/token", { body: new URLSearchParams(form), headers });
}

/** The `error` of RFC 6749, section 5.2. */
async function errorOf(response: Response, status: number): Promise<string> {
  assert.equal(response.status, status);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { error, error_description: description, ...rest } = await response.json();
  assert.equal(typeof description, "string");
  assert.deepEqual(rest, {});
  return error;
}

const GRANT = { grant_type: "client_credentials" };
const OWN = { client_id: ID, client_secret: SECRET };

Deno.test("a client gets a token for its scopes, by Basic or in the body", async () => {
  await using app = await testClient();
  for (const response of [await ask(app, GRANT, basic(ID, SECRET)), await ask(app, { ...GRANT, ...OWN })]) {
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("cache-control"), "no-store");
    const { access_token: token, ...rest } = await response.json();
    assert.deepEqual(rest, { token_type: "Bearer", expires_in: LIFETIME_S, scope: SCOPES.join(" ") });
    const caller = await createTokenCheck(app.keys.find)(token);
    assert.equal(caller.subject, "service:patient");
    assert.deepEqual(caller.scopes, new Set(SCOPES));
    assert.equal(caller.sessionId, undefined);
  }
});

Deno.test("a client may ask for fewer of its scopes, and for no other", async () => {
  await using app = await testClient();
  const { scope } = await (await ask(app, { ...GRANT, ...OWN, scope: "service:patient.read" })).json();
  assert.equal(scope, "service:patient.read");
  for (const other of ["patient:read", "service:patient.read patient:write", "SERVICE:PATIENT.READ", "*"]) {
    assert.equal(await errorOf(await ask(app, { ...GRANT, ...OWN, scope: other }), 400), "invalid_scope");
  }
});

Deno.test("a parameter without a value counts as left out", async () => {
  await using app = await testClient();
  const { scope } = await (await ask(app, { ...GRANT, ...OWN, scope: "" })).json();
  assert.equal(scope, SCOPES.join(" "));
  const response = await ask(app, { ...GRANT, client_id: "", client_secret: "" }, basic(ID, SECRET));
  assert.equal(response.status, 200);
  assert.equal(await errorOf(await ask(app, { ...OWN, grant_type: "" }), 400), "invalid_request");
});

Deno.test("unknown parameters are ignored", async () => {
  await using app = await testClient();
  assert.equal((await ask(app, { ...GRANT, ...OWN, audience: "x", resource: "y" })).status, 200);
});

Deno.test("a wrong secret, an unknown client and none at all are refused alike, with the scheme to use", async () => {
  await using app = await testClient();
  const tries: [Record<string, string>, Record<string, string>?][] = [
    [GRANT, basic(ID, "wrong")],
    [GRANT, basic(ID, "")],
    [GRANT, basic("nobody", SECRET)],
    [GRANT, basic("PATIENT", SECRET)],
    [GRANT, { authorization: "Basic %%%" }],
    [GRANT, { authorization: `Basic ${btoa("no colon")}` }],
    [GRANT, { authorization: `Basic ${btoa("%E0:%E0")}` }],
    [GRANT, { authorization: "Bearer x" }],
    [{ ...GRANT, client_id: ID }],
    [{ ...GRANT, client_id: ID, client_secret: SECRET.toUpperCase() }],
    [{ ...GRANT, client_id: "nobody", client_secret: SECRET }],
    [GRANT],
  ];
  const bodies = new Set<string>();
  for (const [form, headers] of tries) {
    const response = await ask(app, form, headers);
    assert.match(response.headers.get("www-authenticate") ?? "", /^Basic realm="/);
    bodies.add(await response.clone().text());
    assert.equal(await errorOf(response, 401), "invalid_client", JSON.stringify([form, headers]));
  }
  assert.equal(bodies.size, 1);
});

Deno.test("a client id that no database could hold is one that nobody has", async () => {
  await using app = await testClient();
  for (const id of ["\u0000", "patient\u0000", "pati\u00ebnt", "\u{1f511}"]) {
    assert.equal(await errorOf(await ask(app, { ...GRANT, ...OWN, client_id: id }), 401), "invalid_client");
    const headers = basic(encodeURIComponent(id), SECRET);
    assert.equal(await errorOf(await ask(app, GRANT, headers), 401), "invalid_client");
  }
});

Deno.test("another grant, none and two ways of signing in at once are refused by name", async () => {
  await using app = await testClient();
  assert.equal(await errorOf(await ask(app, OWN), 400), "invalid_request");
  assert.equal(await errorOf(await ask(app, { ...GRANT, ...OWN }, basic(ID, SECRET)), 400), "invalid_request");
  for (const grant_type of ["password", "authorization_code", "refresh_token", "CLIENT_CREDENTIALS"]) {
    assert.equal(await errorOf(await ask(app, { ...OWN, grant_type }), 400), "unsupported_grant_type");
  }
});

Deno.test("an id and a secret of any characters pass through Basic in form encoding", async () => {
  const secret = "a+b/c=d%20:e \u00e9";
  await using app = await testClient(secret, "a client:1");
  const response = await ask(app, GRANT, basic("a client:1", secret));
  assert.equal(response.status, 200);
});

Deno.test("what is no form is refused", async () => {
  await using app = await testClient();
  assert.equal((await app.send("POST", "/auth/token", { body: { ...GRANT, ...OWN } })).status, 415);
});

Deno.test("a service gets its token here", async () => {
  await using app = await testClient();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async ({ headers, body }) => {
      const form = Object.fromEntries(new URLSearchParams(await new Response(body).text()));
      return await ask(app, form, { authorization: headers.get("authorization") ?? "" });
    },
  );
  const tokens = createServiceTokens({
    tokenUrl: `http://127.0.0.1:${server.addr.port}/auth/token`,
    clientId: ID,
    clientSecret: SECRET,
  });
  const caller = await createTokenCheck(app.keys.find)(await tokens.get());
  assert.deepEqual(caller.scopes, new Set(SCOPES));
});
