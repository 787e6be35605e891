import assert from "node:assert/strict";
import {
  exportJWK,
  generateKeyPair,
  type GenerateKeyPairResult,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from "jose";
import { DomainError, type Reason } from "../errors.ts";
import { createLogger } from "../telemetry/mod.ts";
import { eventually } from "../testing/mod.ts";
import {
  ACCESS_TOKEN_TYPE,
  ALGORITHM,
  AUDIENCE,
  type Caller,
  createRevocations,
  createTokenCheck,
  createVerifier,
  ISSUER,
  localKeys,
  type Verifier,
} from "./mod.ts";

interface Key {
  readonly kid: string;
  readonly privateKey: GenerateKeyPairResult["privateKey"];
  readonly published: JWK;
}

async function makeKey(kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return { kid, privateKey, published: { ...await exportJWK(publicKey), kid, alg: ALGORITHM, use: "sig" } };
}

const nowS = () => Math.floor(Date.now() / 1_000);
const claims = () => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: "0198c0de-0000-7000-8000-000000000001",
  jti: crypto.randomUUID(),
  iat: nowS(),
  nbf: nowS(),
  exp: nowS() + 900,
  scope: "patient:read patient:write",
});

function sign(key: Key, payload: object = claims(), header: Partial<JWTHeaderParameters> = {}): Promise<string> {
  return new SignJWT({ ...payload })
    .setProtectedHeader({ alg: ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid: key.kid, ...header })
    .sign(key.privateKey);
}

/** Auth's published keys, which a test may change, and how often they were asked for. */
function publish(...keys: Key[]) {
  const state = { keys: keys.map(({ published }) => published), fetched: 0 };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    state.fetched++;
    return Response.json({ keys: state.keys });
  });
  return { state, jwksUrl: `http://127.0.0.1:${server.addr.port}/jwks.json`, server };
}

async function ready(verifier: Verifier): Promise<void> {
  await eventually(() => verifier.ready());
}

async function refused(verifier: Pick<Verifier, "verify">, token: string, reason: Reason = "unauthenticated") {
  await assert.rejects(async () => await verifier.verify(token), (error) => {
    assert.ok(error instanceof DomainError, String(error));
    assert.equal(error.reason, reason);
    assert.equal(token !== "" && error.message.includes(token), false);
    return true;
  });
}

const key = await makeKey("key-1");
const log = createLogger("test", "error", () => {});

Deno.test("a good token names its caller, scopes and end", async () => {
  const { jwksUrl, server } = publish(key);
  await using _ = server;
  await using verifier = createVerifier({ log, jwksUrl });
  const given = claims();
  const caller = await verifier.verify(await sign(key, given));
  assert.deepEqual(caller, {
    subject: given.sub,
    scopes: new Set(["patient:read", "patient:write"]),
    expiresAtMs: given.exp * 1_000,
  });
});

Deno.test("a token that was checked before is answered at once, without a promise", async () => {
  const { jwksUrl, server } = publish(key);
  await using _ = server;
  await using verifier = createVerifier({ log, jwksUrl });
  const token = await sign(key);
  const first = await verifier.verify(token);
  const second = verifier.verify(token);
  assert.equal(second instanceof Promise, false);
  assert.equal(second, first);
});

Deno.test("a token that was checked before ends when it expires", async () => {
  const { jwksUrl, server } = publish(key);
  await using _ = server;
  await using verifier = createVerifier({ log, jwksUrl });
  const token = await sign(key, { ...claims(), exp: nowS() - 3 }); // Within what clocks may differ, for 2 s more.
  await verifier.verify(token);
  await eventually(() => refused(verifier, token).then(() => true));
});

Deno.test("clocks may differ by some seconds", async () => {
  const { jwksUrl, server } = publish(key);
  await using _ = server;
  await using verifier = createVerifier({ log, jwksUrl });
  await verifier.verify(await sign(key, { ...claims(), nbf: nowS() + 3 }));
});

Deno.test("a token of a later time, and one of an earlier time, are refused in words that tell of clocks", async () => {
  const { jwksUrl, server } = publish(key);
  await using _ = server;
  await using verifier = createVerifier({ log, jwksUrl });
  const laterS = nowS() + 3_600;
  const tokens = {
    "The access token is not valid yet": [{ iat: laterS, nbf: laterS, exp: laterS + 900 }, { iat: laterS }],
    "The access token has expired": [{ iat: laterS - 7_200, nbf: laterS - 7_200, exp: laterS - 6_300 }],
  };
  for (const [message, times] of Object.entries(tokens)) {
    for (const time of times) {
      const token = await sign(key, { ...claims(), ...time });
      await assert.rejects(async () => await verifier.verify(token), { message });
    }
  }
});

const without = (name: string) => Object.fromEntries(Object.entries(claims()).filter(([claim]) => claim !== name));
const badClaims: Record<string, () => object> = {
  "of another issuer": () => ({ ...claims(), iss: "somebody else" }),
  "for another audience": () => ({ ...claims(), aud: "another-api" }),
  "that has expired": () => ({ ...claims(), exp: nowS() - 6 }),
  "that is not valid yet": () => ({ ...claims(), nbf: nowS() + 60 }),
  "whose end is no number": () => ({ ...claims(), exp: "tomorrow" }),
  "for another audience beside ours": () => ({ ...claims(), aud: [AUDIENCE, "another-api"] }),
  "that was issued in the future": () => ({ ...claims(), iat: nowS() + 120 }),
  "whose beginning is no number": () => ({ ...claims(), nbf: "now" }),
  "whose subject is empty": () => ({ ...claims(), sub: "" }),
  "whose subject is no text": () => ({ ...claims(), sub: 7 }),
  "whose scope is a list": () => ({ ...claims(), scope: ["patient:read"] }),
  "whose session is no text": () => ({ ...claims(), sid: { $ne: "" } }),
};
for (const name of ["iss", "aud", "sub", "exp", "nbf", "iat", "jti", "scope"]) {
  badClaims[`without ${name}`] = () => without(name);
}
for (const [what, payload] of Object.entries(badClaims)) {
  Deno.test(`a token ${what} is refused`, async () => {
    const { jwksUrl, server } = publish(key);
    await using _ = server;
    await using verifier = createVerifier({ log, jwksUrl });
    await refused(verifier, await sign(key, payload()));
    await verifier.verify(await sign(key)); // The same but for that one thing is good.
  });
}

const encode = (text: string | Uint8Array) =>
  (typeof text === "string" ? new TextEncoder().encode(text) : text)
    .toBase64({ alphabet: "base64url", omitPadding: true });
const base64url = (value: unknown) => encode(JSON.stringify(value));

const forged: Record<string, () => Promise<string>> = {
  "of another type": () => sign(key, claims(), { typ: "JWT" }),
  "without a type": () => sign(key, claims(), { typ: undefined as unknown as string }),
  "signed by nobody": () =>
    Promise.resolve(`${base64url({ alg: "none", typ: ACCESS_TOKEN_TYPE, kid: key.kid })}.${base64url(claims())}.`),
  "signed with the public key as a secret": () =>
    new SignJWT(claims()).setProtectedHeader({ alg: "HS256", typ: ACCESS_TOKEN_TYPE, kid: key.kid })
      .sign(Uint8Array.fromBase64(key.published.x ?? "", { alphabet: "base64url" })),
  "signed with another key under the same id": async () => await sign({ ...await makeKey("key-1"), kid: key.kid }),
  "that brings its own key": async () => {
    const own = await makeKey("key-1");
    return await sign(own, claims(), { jwk: own.published });
  },
  "that says where its key is": async () => {
    const own = await makeKey("key-1");
    const jku = `data:application/json,${encodeURIComponent(JSON.stringify({ keys: [own.published] }))}`;
    return await sign(own, claims(), { jku });
  },
  "with a critical extension that we do not know": () =>
    new SignJWT(claims())
      .setProtectedHeader({ alg: ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid: key.kid, crit: ["bound-to"], "bound-to": "x" })
      .sign(key.privateKey, { crit: { "bound-to": true } }),
  "whose payload was changed": async () => {
    const [header, , signature] = (await sign(key)).split(".");
    return [header, base64url({ ...claims(), scope: "user:write" }), signature].join(".");
  },
  "whose signature was cut": async () => (await sign(key)).slice(0, -4),
  "that is longer than any of ours": () => sign(key, { ...claims(), padding: "x".repeat(4_096) }),
  "that brings a certificate": async () => await sign(await makeKey("key-1"), claims(), { x5c: ["AAAA"] }),
  "that says where its certificate is": async () =>
    await sign(await makeKey("key-1"), claims(), { x5u: "https://example.org/chain.pem" }),
  "whose key id is a path": () => sign(key, claims(), { kid: "../key-1" }),
  "without a key id": () => sign(key, claims(), { kid: undefined as unknown as string }),
  "whose signature is another one of the same bytes": async () => {
    const token = await sign(key);
    const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return token.slice(0, -1) + last.charAt(last.indexOf(token.at(-1) ?? "") + 1); // Differs in bits that say nothing.
  },
  "whose scope stands there twice": async () => {
    const content = [
      base64url({ alg: ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid: key.kid }),
      encode(JSON.stringify(claims()).replace(/}$/, `,"scope":"user:write"}`)),
    ].join(".");
    const signature = await crypto.subtle.sign(
      "Ed25519",
      key.privateKey as CryptoKey,
      new TextEncoder().encode(content),
    );
    return `${content}.${encode(new Uint8Array(signature))}`;
  },
  "that is empty": () => Promise.resolve(""),
  "that is no token": () => Promise.resolve("a.b.c"),
};
for (const [what, make] of Object.entries(forged)) {
  Deno.test(`a token ${what} is refused`, async () => {
    const { jwksUrl, server } = publish(key);
    await using _ = server;
    await using verifier = createVerifier({ log, jwksUrl });
    await refused(verifier, await make());
  });
}

Deno.test("keys stay when auth goes away, for new tokens as for known ones", async () => {
  const { jwksUrl, server } = publish(key);
  await using verifier = createVerifier({ log, jwksUrl });
  await ready(verifier);
  await server.shutdown();
  await verifier.verify(await sign(key));
  assert.equal(verifier.ready(), true);
});

Deno.test("while auth never answered nothing is ready and every token is unavailable; then it mends by itself", async () => {
  const { jwksUrl, server } = publish(key);
  await server.shutdown();
  await using verifier = createVerifier({ log, jwksUrl });
  assert.equal(verifier.ready(), false);
  await refused(verifier, await sign(key), "unavailable");

  const port = Number(new URL(jwksUrl).port);
  await using _ = Deno.serve(
    { hostname: "127.0.0.1", port, onListen: () => {} },
    () => Response.json({ keys: [key.published] }),
  );
  await ready(verifier);
  await verifier.verify(await sign(key));
});

const badAnswers: Record<string, () => Response> = {
  "an error": () => new Response("no", { status: 503 }),
  "no JSON": () => new Response("<html>"),
  "JSON that is no key set": () => Response.json({ keys: "none" }),
};
for (const [what, respond] of Object.entries(badAnswers)) {
  Deno.test(`where auth answers ${what} a token is unavailable, not bad`, async () => {
    await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, respond);
    await using verifier = createVerifier({ log, jwksUrl: `http://127.0.0.1:${server.addr.port}/` });
    await refused(verifier, await sign(key), "unavailable");
    assert.equal(verifier.ready(), false);
  });
}

Deno.test("an auth service that hangs does not keep a verifier from stopping", async () => {
  const hung = Promise.withResolvers<Response>();
  const asked = Promise.withResolvers<void>();
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    asked.resolve();
    return hung.promise;
  });
  const verifier = createVerifier({ log, jwksUrl: `http://127.0.0.1:${server.addr.port}/` });
  await asked.promise;
  const startedMs = performance.now();
  await verifier[Symbol.asyncDispose]();
  assert.ok(performance.now() - startedMs < 1_000);
  hung.resolve(new Response());
});

Deno.test("a new key is fetched when a token names it, and the old one is good as long as it is published", async () => {
  const { jwksUrl, server, state } = publish(key);
  await using _ = server;
  await using verifier = createVerifier({ log, jwksUrl });
  await ready(verifier);
  const newKey = await makeKey("key-2");
  state.keys = [key.published, newKey.published];
  // Not more often than every 5 s: until then the new key is as good as invented.
  const caller = await eventually(async (): Promise<Caller> => await verifier.verify(await sign(newKey)));
  assert.equal(caller.scopes.has("patient:read"), true);
  await verifier.verify(await sign(key));
});

Deno.test("invented key ids do not make us ask auth for each", async () => {
  const { jwksUrl, server, state } = publish(key);
  await using _ = server;
  await using verifier = createVerifier({ log, jwksUrl });
  await ready(verifier);
  await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      await refused(verifier, await sign({ ...key, kid: `invented-${index}` }));
    }),
  );
  assert.ok(state.fetched <= 2, `asked ${state.fetched} times`);
});

Deno.test("invented key ids do not make us ask auth for each while it fails, either", async () => {
  let fetched = 0;
  let failing = false;
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    fetched++;
    return failing ? new Response("no", { status: 503 }) : Response.json({ keys: [key.published] });
  });
  await using verifier = createVerifier({ log, jwksUrl: `http://127.0.0.1:${server.addr.port}/` });
  await ready(verifier);
  failing = true;
  for (let index = 0; index < 100; index++) {
    await refused(verifier, await sign({ ...key, kid: `invented-${index}` }));
  }
  assert.ok(fetched <= 2, `asked ${fetched} times`);
  await verifier.verify(await sign(key)); // What was at hand still is.
});

Deno.test("a token of a session that has ended is refused, also one that was checked before, and others are not", async () => {
  const { jwksUrl, server } = publish(key);
  await using _ = server;
  const revocations = createRevocations();
  await using verifier = createVerifier({ log, jwksUrl, revocations });
  const [known, unknown, other, program] = await Promise.all([
    sign(key, { ...claims(), sid: "one" }),
    sign(key, { ...claims(), sid: "one" }),
    sign(key, { ...claims(), sid: "two" }),
    sign(key),
  ]);
  assert.equal((await verifier.verify(known)).sessionId, "one");
  revocations.add([{ sessionId: "one", keepMs: 60_000 }]);
  for (const token of [known, unknown, known, unknown]) await refused(verifier, token);
  for (const token of [other, program]) await verifier.verify(token);
});

Deno.test("a token whose key is published no more is refused soon, also one that was checked before", async () => {
  let published = [key.published];
  const check = createTokenCheck(localKeys(() => published), createRevocations(), 50);
  const token = await sign(key);
  await check(token);
  published = [(await makeKey("key-2")).published];
  await eventually(() => refused({ verify: check }, token).then(() => true));
});
