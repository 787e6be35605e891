import assert from "node:assert/strict";
import { DomainError } from "../errors.ts";
import { eventually } from "../testing/mod.ts";
import { createServiceTokens } from "./service_token.ts";

/** An auth service that gives out token-1, token-2 …, and may be told to answer otherwise. */
function startAuth(expiresIn: number) {
  const state: { asked: string[]; respond: (() => Response) | undefined } = { asked: [], respond: undefined };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { method, headers } = request;
    state.asked.push(`${method} ${headers.get("authorization")} ${await request.text()}`);
    return state.respond?.() ?? Response.json({
      access_token: `token-${state.asked.length}`,
      token_type: "Bearer",
      expires_in: expiresIn,
    });
  });
  const tokens = createServiceTokens({
    tokenUrl: `http://127.0.0.1:${server.addr.port}/auth/token`,
    clientId: "patient",
    clientSecret: "s3+c/ret=",
  });
  return { server, state, tokens };
}

const isUnavailable = (error: unknown) => {
  assert.ok(error instanceof DomainError);
  assert.equal(error.reason, "unavailable");
  return true;
};

Deno.test("ten callers at once cost one request, made as RFC 6749 says", async () => {
  const { server, state, tokens } = startAuth(900);
  await using _ = server;
  const given = await Promise.all(Array.from({ length: 10 }, () => tokens.get()));
  assert.deepEqual(new Set(given), new Set(["token-1"]));
  assert.equal(await tokens.get(), "token-1");
  assert.deepEqual(state.asked, [`POST Basic ${btoa("patient:s3%2Bc%2Fret%3D")} grant_type=client_credentials`]);
});

Deno.test("a token is renewed before it expires", async () => {
  const { server, state, tokens } = startAuth(2);
  await using _ = server;
  assert.equal(await tokens.get(), "token-1");
  assert.equal(await tokens.get(), "token-1"); // A short life is no reason to ask for each call.
  const startedMs = performance.now();
  await eventually(async () => await tokens.get() === "token-2");
  assert.ok(performance.now() - startedMs < 1_900);
  assert.equal(state.asked.length, 2);
});

Deno.test("while auth is away a token is good until it expires, and then the call is unavailable", async () => {
  const { server, tokens } = startAuth(1);
  assert.equal(await tokens.get(), "token-1");
  await server.shutdown();
  const renewalDueMs = performance.now() + 600;
  await eventually(async () => {
    assert.equal(await tokens.get(), "token-1");
    return performance.now() > renewalDueMs;
  });
  await eventually(() => assert.rejects(tokens.get(), isUnavailable).then(() => true));
});

const badAnswers: Record<string, () => Response> = {
  "refuses": () => Response.json({ error: "invalid_client" }, { status: 401 }),
  "answers no JSON": () => new Response("<html>", { status: 502 }),
  "answers something else": () => Response.json({ access_token: 7 }),
};
for (const [what, respond] of Object.entries(badAnswers)) {
  Deno.test(`when auth ${what} the call is unavailable, tells no secret, and the next one asks again`, async () => {
    const { server, state, tokens } = startAuth(900);
    await using _ = server;
    state.respond = respond;
    await assert.rejects(tokens.get(), (error) => {
      assert.equal(Deno.inspect(error).includes("s3cret"), false);
      return isUnavailable(error);
    });
    state.respond = undefined;
    assert.equal(await tokens.get(), "token-2");
  });
}

Deno.test("an auth service that hangs makes the call unavailable within three seconds", async () => {
  const hung = Promise.withResolvers<Response>();
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => hung.promise);
  const tokenUrl = `http://127.0.0.1:${server.addr.port}/auth/token`;
  const tokens = createServiceTokens({ tokenUrl, clientId: "patient", clientSecret: "s3cret" });
  const startedMs = performance.now();
  await assert.rejects(tokens.get(), isUnavailable);
  assert.ok(performance.now() - startedMs < 3_000);
  hung.resolve(new Response());
});

Deno.test("a token that was refused is asked for anew, and one of before is not missed", async () => {
  const { server, tokens } = startAuth(900);
  await using _ = server;
  const refused = await tokens.get();
  tokens.discard(refused);
  assert.equal(await tokens.get(), "token-2");
  tokens.discard(refused);
  assert.equal(await tokens.get(), "token-2");
});
