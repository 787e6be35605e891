import assert from "node:assert/strict";
import { type Client, type ClientOptions, createClient } from "./mod.ts";

interface StandIn extends AsyncDisposable {
  readonly url: string;
  /** Method and path of each request, in order. */
  readonly requests: string[];
  /** What it answers to a path, in place of what it would. */
  readonly answers: Map<string, () => Response | Promise<Response>>;
  /** From now on no token or refresh token given out so far is good. */
  endSessions(): void;
}

/** A gateway of a few lines: gives out numbered tokens, takes each refresh token once. */
function standIn(): StandIn {
  const requests: string[] = [];
  const answers: StandIn["answers"] = new Map();
  const good = new Set<string>();
  let given = 0;
  const problem = (status: number, headers: HeadersInit = {}) =>
    Response.json({ status, detail: "no" }, { status, headers });
  const signedIn = () => {
    const [token, refreshToken] = [`token-${++given}`, `refresh-${given}`];
    good.add(token).add(refreshToken);
    return Response.json({ token, tokenType: "Bearer", expiresIn: 900, refreshToken, user: {} });
  };

  async function answer(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname;
    requests.push(`${request.method} ${path}`);
    const body = request.body === null ? {} : await request.json();
    const special = answers.get(path);
    if (special !== undefined) return await special();
    if (path === "/auth/login") return body.password === "right" ? signedIn() : problem(401);
    if (path === "/auth/refresh") return good.delete(body.refreshToken) ? signedIn() : problem(401);
    if (path === "/auth/logout") return new Response(null, { status: 204 });
    const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    return good.has(token) ? Response.json({ token, body }) : problem(401);
  }

  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests,
    answers,
    endSessions: () => good.clear(),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function clientOf({ url }: StandIn, options: Partial<ClientOptions> = {}) {
  return createClient({ url: `${url}/`, email: "registrar@example.com", password: "right", ...options });
}

async function statusOf(client: Client): Promise<number> {
  return (await client.GET("/api/patients")).response.status;
}

const count = ({ requests }: StandIn, path: string) => requests.filter((each) => each.endsWith(path)).length;

Deno.test("calls that begin together sign in once", async () => {
  await using server = standIn();
  await using client = clientOf(server);
  assert.deepEqual(await Promise.all(Array.from({ length: 20 }, () => statusOf(client))), Array(20).fill(200));
  assert.equal(count(server, "/auth/login"), 1);
});

Deno.test("a token is renewed before it expires, by one refresh for all calls", async () => {
  await using server = standIn();
  let nowMs = 0;
  await using client = clientOf(server, { now: () => nowMs });
  assert.equal(await statusOf(client), 200);
  nowMs = 839_000;
  assert.equal(await statusOf(client), 200);
  assert.equal(count(server, "/auth/refresh"), 0);
  nowMs = 840_000; // A minute is left of a quarter of an hour.
  assert.deepEqual(await Promise.all(Array.from({ length: 20 }, () => statusOf(client))), Array(20).fill(200));
  assert.deepEqual([count(server, "/auth/refresh"), count(server, "/auth/login")], [1, 1]);
});

Deno.test("after a 401 the call is sent again with a new token and the same body", async () => {
  await using server = standIn();
  await using client = clientOf(server);
  await statusOf(client);
  server.answers.set("/api/patients", () => {
    server.answers.delete("/api/patients");
    return Response.json({}, { status: 401 });
  });
  const { data } = await client.POST("/api/patients", { body: { name: "Ada Example", dateOfBirth: "1990-12-10" } });
  assert.deepEqual(data, { token: "token-2", body: { name: "Ada Example", dateOfBirth: "1990-12-10" } });
  assert.equal(count(server, "/auth/refresh"), 1);
});

Deno.test("when the session has ended the client signs in again, once for all calls", async () => {
  await using server = standIn();
  await using client = clientOf(server);
  await statusOf(client);
  server.endSessions();
  assert.deepEqual(await Promise.all(Array.from({ length: 20 }, () => statusOf(client))), Array(20).fill(200));
  assert.deepEqual([count(server, "/auth/refresh"), count(server, "/auth/login")], [1, 2]);
});

Deno.test("a 401 that stays is the answer, after two tries", async () => {
  await using server = standIn();
  await using client = clientOf(server);
  server.answers.set("/api/patients", () => Response.json({}, { status: 401 }));
  assert.equal(await statusOf(client), 401);
  assert.equal(count(server, "/api/patients"), 2);
});

Deno.test("where signing in is refused, its answer is the call's, and nothing else is sent", async () => {
  await using server = standIn();
  await using client = clientOf(server, { password: "wrong" });
  const { error, response } = await client.GET("/api/patients");
  assert.deepEqual([response.status, error?.detail], [401, "no"]);

  server.answers.set("/auth/login", () => new Response(null, { status: 429, headers: { "retry-after": "7" } }));
  const limited = await client.GET("/api/patients");
  assert.deepEqual([limited.response.status, limited.response.headers.get("retry-after")], [429, "7"]);
  assert.equal(count(server, "/api/patients"), 0);
});

Deno.test("while renewing fails, a token that is still good serves, and renewing is not tried with every call", async () => {
  await using server = standIn();
  let nowMs = 0;
  await using client = clientOf(server, { now: () => nowMs });
  await statusOf(client);
  server.answers.set("/auth/refresh", () => Response.json({}, { status: 503 }));
  nowMs = 850_000;
  for (let call = 0; call < 5; call++) assert.equal(await statusOf(client), 200);
  assert.equal(count(server, "/auth/refresh"), 1);

  nowMs = 900_000;
  assert.equal(await statusOf(client), 503);
});

Deno.test("a call that is not answered ends at its deadline, also in the middle of the body", async () => {
  await using server = standIn();
  await using client = clientOf(server, { deadlineMs: 200 });
  const held = Promise.withResolvers<Response>();
  server.answers.set("/api/patients", () => held.promise);
  await assert.rejects(client.GET("/api/patients"), { name: "TimeoutError" });
  held.resolve(new Response(null));

  let end = () => {};
  server.answers.set("/api/patients", () =>
    new Response(
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode("{"));
          end = () => controller.close();
        },
      }),
    ));
  await assert.rejects(client.GET("/api/patients"), { name: "TimeoutError" });
  end();
});

Deno.test("the caller's signal ends what is under way", async () => {
  await using server = standIn();
  const stop = new AbortController();
  await using client = clientOf(server, { signal: stop.signal });
  await statusOf(client);
  const held = Promise.withResolvers<Response>();
  server.answers.set("/api/patients", () => {
    stop.abort();
    return held.promise;
  });
  await assert.rejects(client.GET("/api/patients"), { name: "AbortError" });
  held.resolve(new Response(null));
});

Deno.test("disposing the client ends its session; one that never signed in sends nothing", async () => {
  await using server = standIn();
  await clientOf(server)[Symbol.asyncDispose]();
  assert.deepEqual(server.requests, []);

  const client = clientOf(server);
  await statusOf(client);
  await client[Symbol.asyncDispose]();
  assert.equal(server.requests.at(-1), "POST /auth/logout");
});
