import assert from "node:assert/strict";
import { connect, exchange, never, testGateway, until } from "../testing.ts";

/** Status and parsed body of the one answer in a text. */
function problemIn(text: string): { status: number; head: string; problem: Record<string, unknown> } {
  const [head = "", body = ""] = text.split("\r\n\r\n");
  assert.match(head, /^content-type: application\/problem\+json\r?$/im, text);
  return { status: Number(head.slice(9, 12)), head, problem: JSON.parse(body) };
}

Deno.test("There must be exactly one Host, and it must be one that is served here", async () => {
  await using gateway = await testGateway();
  const ask = async (lines: string, version = "1.1") =>
    problemIn(await exchange(gateway.port, `GET /livez HTTP/${version}\r\n${lines}Connection: close\r\n\r\n`));
  const host = `Host: ${gateway.host}\r\n`;
  assert.equal((await ask("")).status, 400);
  assert.equal((await ask("", "1.0")).status, 400);
  assert.equal((await ask(host + host)).status, 400);
  assert.equal((await ask(host + "Host: evil.example\r\n")).status, 400);
  assert.equal((await ask("Host: evil.example\r\n")).status, 421);
  assert.equal((await ask("Host: 127.0.0.1\r\n")).status, 421);
  const { status, problem } = await ask(`Host: evil.example:${gateway.port}\r\n`);
  assert.deepEqual([status, problem["type"]], [421, "/problems/misdirected-request"]);
});

Deno.test("ALLOWED_HOSTS says which hosts are served, without regard to case", async () => {
  await using gateway = await testGateway({ variables: { ALLOWED_HOSTS: "api.example.org" } });
  const ask = (host: string) =>
    exchange(gateway.port, `GET /openapi.json HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  assert.match(await ask("API.example.org"), /^HTTP\/1\.1 200 /);
  assert.match(await ask(gateway.host), /^HTTP\/1\.1 421 /);
});

Deno.test("Who asks for the gateway's health may name the address at which it is reached, and no other", async () => {
  await using gateway = await testGateway({ variables: { ALLOWED_HOSTS: "api.example.org" } });
  const ask = (path: string, host: string) =>
    exchange(gateway.port, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  for (const path of ["/livez", "/readyz"]) {
    assert.match(await ask(path, `127.0.0.1:${gateway.port}`), /^HTTP\/1\.1 200 /);
    assert.match(await ask(path, `localhost:${gateway.port}`), /^HTTP\/1\.1 421 /);
    assert.match(await ask(path, `10.0.0.1:${gateway.port}`), /^HTTP\/1\.1 421 /);
    assert.match(await ask(path, "api.example.org"), /^HTTP\/1\.1 200 /);
  }
  assert.match(await ask("/livez?x=1", `127.0.0.1:${gateway.port}`), /^HTTP\/1\.1 421 /);
});

Deno.test("An absolute-form target never chooses where a request goes", async () => {
  await using gateway = await testGateway();
  const ask = (target: string) =>
    exchange(gateway.port, `GET ${target} HTTP/1.1\r\nHost: ${gateway.host}\r\nConnection: close\r\n\r\n`);
  assert.match(await ask(`http://${gateway.host}/livez`), /^HTTP\/1\.1 200 /);
  assert.match(await ask(`http://${gateway.host}/auth/x?y=1`), /^HTTP\/1\.1 200 [^]*auth$/);
  assert.equal(gateway.auth.seen.at(-1)?.target, "/auth/x?y=1");
  assert.equal(problemIn(await ask("http://evil.example/auth/x")).status, 421);
  assert.equal(problemIn(await ask(`${gateway.patient.url}/auth/x`)).status, 421);
  assert.equal(problemIn(await ask("ftp://x/auth")).status, 400);
});

Deno.test("Paths with encoded slashes, dot segments and the like are refused before they reach anybody", async () => {
  await using gateway = await testGateway();
  const keys = gateway.auth.seen.length;
  for (const path of ["/auth/..%2fmetrics", "/auth/../metrics", "/auth//x", "/auth/%00", "/auth\\..\\x", "/auth/x#y"]) {
    const text = `GET ${path} HTTP/1.1\r\nHost: ${gateway.host}\r\nConnection: close\r\n\r\n`;
    const { status, problem } = problemIn(await exchange(gateway.port, text));
    assert.deepEqual([status, problem["type"]], [400, "/problems/invalid-input"], path);
  }
  assert.equal(gateway.auth.seen.length, keys);
});

Deno.test("What is no route is a 404 problem, the inner services' own pages included", async () => {
  await using gateway = await testGateway();
  const instances = {
    "/": "/",
    "/metrics": "/*",
    "/api": "/api",
    "/api/patientsX": "/api/*", // Only words of our own are repeated: it might be somebody's name.
    "/console": "/*",
    "/livez/x": "/livez/*",
  };
  for (const [path, instance] of Object.entries(instances)) {
    const response = await gateway.ask(path);
    const problem = await response.json();
    assert.equal(response.status, 404, path);
    assert.equal(response.headers.get("content-type"), "application/problem+json");
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.deepEqual([problem.type, problem.instance], ["/problems/route-not-found", instance]);
    assert.equal(problem.traceId, response.headers.get("x-request-id"));
  }
  assert.equal(gateway.patient.seen.length, 0);
});

Deno.test("Methods that a path does not take are 405 and say which it takes", async () => {
  await using gateway = await testGateway();
  const ask = async (method: string, target = "/api/patients") =>
    problemIn(
      await exchange(
        gateway.port,
        `${method} ${target} HTTP/1.1\r\nHost: ${gateway.host}\r\nConnection: close\r\n\r\n`,
      ),
    );
  for (const method of ["TRACE", "OPTIONS", "QUERY", "BREW", "get", "PROPFIND"]) {
    const { status, head } = await ask(method);
    assert.equal(status, 405, method);
    assert.match(head, /^allow: GET, HEAD, POST\r?$/im);
  }
  const others = {
    "GET /api/patients/search": "POST",
    "PUT /api/patients/search?x=1": "POST",
    "POST /api/patients/0199d7a0-0000-7000-8000-000000000001": "DELETE, GET, HEAD, PATCH, PUT",
    "BREW /api/patients/0199d7a0-0000-7000-8000-000000000001?x=1": "DELETE, GET, HEAD, PATCH, PUT",
    "GET /auth/login": "POST",
    "TRACE /auth/.well-known/jwks.json": "GET, HEAD",
    "TRACE /auth/.well-known/jwksXjson": "DELETE, GET, HEAD, PATCH, POST, PUT", // Nobody describes it.
  };
  for (const [line, allow] of Object.entries(others)) {
    const [method = "", target = ""] = line.split(" ");
    const { status, head } = await ask(method, target);
    assert.equal(status, 405, line);
    assert.match(head, new RegExp(`^allow: ${allow}\\r?$`, "im"), line);
  }
  assert.equal((await ask("CONNECT", "evil.example:443")).status, 405);
  const health = await ask("POST", "/livez");
  assert.equal(health.status, 405);
  assert.match(health.head, /^allow: GET, HEAD\r?$/im);
});

Deno.test("A whole request is answered, whatever comes after it", async () => {
  await using gateway = await testGateway({ patient: ({ target }) => new Response(`answer to ${target}`) });
  const authorization = await gateway.bearer("patient:read");
  const request = (target: string, more = "") =>
    `GET ${target} HTTP/1.1\r\nHost: ${gateway.host}\r\nAuthorization: ${authorization}\r\n${more}\r\n`;
  for (const rest of ["GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"]) {
    const text = await exchange(gateway.port, request("/api/patients?one") + request("/api/patients?two") + rest);
    assert.match(text, /answer to \/api\/patients\?one[^]*answer to \/api\/patients\?two$/);
    assert.equal(text.match(/HTTP\/1\.1 200/g)?.length, 2);
  }
  const last = request("/api/patients?last", "Connection: close\r\n") + request("/api/patients?never");
  assert.match(await exchange(gateway.port, last), /answer to \/api\/patients\?last$/);
  assert.deepEqual(gateway.patient.seen.filter(({ target }) => target.includes("never")), []);
});

Deno.test("Requests that could be read in two ways are 400 and end the connection", async () => {
  await using gateway = await testGateway();
  const keys = gateway.auth.seen.length;
  const smuggled = `GET /auth/smuggled HTTP/1.1\r\nHost: ${gateway.host}\r\n\r\n`;
  const bodies = [
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
    "Content-Length: 0, 44\r\n\r\n",
    "Content-Length: +0\r\n\r\n",
    "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n0\r\n\r\n",
  ];
  for (const body of bodies) {
    const text = await exchange(
      gateway.port,
      `POST /auth/login HTTP/1.1\r\nHost: ${gateway.host}\r\n${body}${smuggled}`,
    );
    assert.equal(problemIn(text).status, 400, body);
  }
  const overTls = await exchange(gateway.port, "\x16\x03\x01\x02\x00\x01");
  assert.equal(problemIn(overTls).status, 400);
  assert.equal(gateway.auth.seen.length, keys);
});

Deno.test("A GET takes no body, since no rule says what it would mean", async () => {
  await using gateway = await testGateway();
  const text = `GET /auth/x HTTP/1.1\r\nHost: ${gateway.host}\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc`;
  assert.equal(problemIn(await exchange(gateway.port, text)).status, 400);
});

Deno.test("A URL, headers and bodies beyond their bounds are 414, 431 and 413", async () => {
  await using gateway = await testGateway({ variables: { BODY_BYTES_MAX: "1000" } });
  const ask = (target: string, more: string) =>
    exchange(gateway.port, `POST ${target} HTTP/1.1\r\nHost: ${gateway.host}\r\nConnection: close\r\n${more}`);
  assert.equal(problemIn(await ask(`/auth/${"a".repeat(9_000)}`, "\r\n")).status, 414);
  assert.equal(problemIn(await ask(`/auth/${"a".repeat(60_000)}`, "\r\n")).status, 414);
  assert.equal(problemIn(await ask("/auth/x", `X: ${"a".repeat(17_000)}\r\n\r\n`)).status, 431);
  assert.equal(problemIn(await ask("/auth/x", `X: ${"a".repeat(60_000)}\r\n\r\n`)).status, 431);
  assert.equal(problemIn(await ask("/auth/x", `${"X: a\r\n".repeat(3_500)}\r\n`)).status, 431);
  assert.match(await ask(`/auth/${"a".repeat(8_000)}`, `X: ${"a".repeat(16_000)}\r\n\r\n`), /^HTTP\/1\.1 200 /);

  const keys = gateway.auth.seen.length;
  assert.equal(problemIn(await ask("/auth/x", `Content-Length: 1001\r\n\r\n`)).status, 413);
  const chunks = `3e8\r\n${"a".repeat(1_000)}\r\n1\r\na\r\n0\r\n\r\n`;
  assert.equal(problemIn(await ask("/auth/x", `Transfer-Encoding: chunked\r\n\r\n${chunks}`)).status, 413);
  assert.equal(gateway.auth.seen.length, keys);
  assert.match(await ask("/auth/x", `Content-Length: 1000\r\n\r\n${"a".repeat(1_000)}`), /^HTTP\/1\.1 200 /);
});

Deno.test("After a body that was too large the connection goes on, and far more than that ends it", async () => {
  await using gateway = await testGateway({ variables: { BODY_BYTES_MAX: "1000" } });
  const head = `POST /auth/x HTTP/1.1\r\nHost: ${gateway.host}\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const chunk = `10000\r\n${"a".repeat(65_536)}\r\n`;
  using wire = await connect(gateway.port);
  await wire.send(head + chunk);
  assert.match(await wire.read("}"), /^HTTP\/1\.1 413 /);
  await wire.send(`${chunk}0\r\n\r\nGET /livez HTTP/1.1\r\nHost: ${gateway.host}\r\n\r\n`);
  assert.match(await wire.read("}"), /^HTTP\/1\.1 200 /);

  using flood = await connect(gateway.port);
  await flood.send(head);
  await assert.rejects(async () => {
    for (let sent = 0; sent < 1_000; sent++) await flood.send(chunk);
  });
});

Deno.test("The rest of a refused request may take its time, but not for ever", async () => {
  await using gateway = await testGateway({ variables: { CORS_ORIGINS: "https://here.example" } });
  const preflight = "Origin: https://here.example\r\nAccess-Control-Request-Method: GET\r\n";
  const refused: [string, RegExp][] = [
    ["POST /api/patients HTTP/1.1\r\n", /^HTTP\/1\.1 401 /],
    ["POST /strange HTTP/1.1\r\n", /^HTTP\/1\.1 404 /],
    ["GET /livez HTTP/1.1\r\n", /^HTTP\/1\.1 400 /],
    [`OPTIONS /api/patients HTTP/1.1\r\n${preflight}`, /^HTTP\/1\.1 204 /],
  ];
  await Promise.all(refused.map(async ([line, answer]) => {
    using wire = await connect(gateway.port);
    await wire.send(`${line}Host: ${gateway.host}\r\nContent-Length: 1000\r\n\r\n`);
    assert.match(await wire.read("\r\n\r\n"), answer);
    const drip = setInterval(() => void wire.send("a").catch(() => undefined), 100);
    await wire.closed().finally(() => clearInterval(drip));
  }));
});

Deno.test("Bodies are held within a bound for all of them together", async () => {
  await using gateway = await testGateway({ variables: { BUFFERED_BYTES_MAX: "1000" } });
  const head = (length: number) =>
    `POST /auth/x HTTP/1.1\r\nHost: ${gateway.host}\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;
  using slow = await connect(gateway.port);
  await slow.send(head(901) + "a".repeat(900));
  const other = () => exchange(gateway.port, head(200) + "a".repeat(200));
  await until(async () => (await other()).startsWith("HTTP/1.1 503 "));
  await slow.send("a");
  assert.match(await slow.read(), /^HTTP\/1\.1 200 /);
  await until(async () => (await other()).startsWith("HTTP/1.1 200 "));
});

Deno.test("A client that asks before it sends its body is told to, or told no", async () => {
  await using gateway = await testGateway({ variables: { BODY_BYTES_MAX: "1000" } });
  const head = (length: number) =>
    `POST /auth/x HTTP/1.1\r\nHost: ${gateway.host}\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`;
  using wire = await connect(gateway.port);
  await wire.send(head(3));
  assert.match(await wire.read("\r\n\r\n"), /^HTTP\/1\.1 100 Continue\r\n\r\n$/);
  await wire.send("abc");
  assert.match(await wire.read("auth"), /^HTTP\/1\.1 200 /);
  assert.equal(gateway.auth.seen.at(-1)?.body, "abc");
  const no = await exchange(gateway.port, head(1_001)); // Comes back, so the connection was closed.
  assert.equal(problemIn(no).status, 413);
});

Deno.test("Silent and half-open connections are closed in time, with a 408 where something had begun", async () => {
  await using gateway = await testGateway({
    variables: { HEADERS_TIMEOUT_MS: "100", REQUEST_TIMEOUT_MS: "200", IDLE_TIMEOUT_MS: "300" },
  });
  const beginnings = [
    "",
    "GET /livez HT",
    `POST /auth/x HTTP/1.1\r\nHost: ${gateway.host}\r\nContent-Length: 9\r\n\r\nabc`,
  ];
  const answers = await Promise.all(beginnings.map((text) => exchange(gateway.port, text)));
  assert.deepEqual(answers.map((text) => problemIn(text).status), [408, 408, 408]);

  const idle = await exchange(gateway.port, `GET /livez HTTP/1.1\r\nHost: ${gateway.host}\r\n\r\n`);
  assert.match(idle, /^HTTP\/1\.1 200 [^]*{"status":"up"}$/);
});

Deno.test("A client that does not take its answer is cut off", async () => {
  let gone = false;
  await using gateway = await testGateway({
    patient: () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
          cancel: () => void (gone = true),
        }),
      ),
    variables: { IDLE_TIMEOUT_MS: "200" },
  });
  using wire = await connect(gateway.port);
  const authorization = await gateway.bearer("patient:read");
  await wire.send(`GET /api/patients HTTP/1.1\r\nHost: ${gateway.host}\r\nAuthorization: ${authorization}\r\n\r\n`);
  await until(() => gone);
});

Deno.test("Connections are bounded for one address and in all", async () => {
  for (const variable of ["CONNECTIONS_PER_ADDRESS_MAX", "CONNECTIONS_MAX"]) {
    await using gateway = await testGateway({ variables: { [variable]: "2" } });
    const ask = `GET /livez HTTP/1.1\r\nHost: ${gateway.host}\r\n\r\n`;
    const first = await connect(gateway.port);
    using second = await connect(gateway.port);
    for (const wire of [first, second]) {
      await wire.send(ask);
      assert.match(await wire.read("}"), /^HTTP\/1\.1 200 /);
    }
    using third = await connect(gateway.port);
    await third.closed();
    first[Symbol.dispose]();
    await until(async () => {
      using next = await connect(gateway.port);
      return await next.send(ask).then(() => next.read("}"), () => "").then((text) => text.startsWith("HTTP/1.1 200 "));
    });
  }
});

Deno.test("Under /api/ a token with the route's scope is needed, under /auth/ none", async () => {
  await using gateway = await testGateway();
  const ask = async (method: string, path: string, authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await fetch(gateway.url + path, { method, headers });
    await response.body?.cancel();
    return { status: response.status, challenge: response.headers.get("www-authenticate") };
  };
  assert.deepEqual(await ask("GET", "/api/patients"), {
    status: 401,
    challenge: 'Bearer realm="patient-management"',
  });
  const bad = await ask("GET", "/api/patients", "Bearer x.y.z");
  assert.equal(bad.status, 401);
  assert.match(bad.challenge ?? "", /error="invalid_token"/);
  const expired = await gateway.bearer("patient:read", { exp: 1 });
  assert.equal((await ask("GET", "/api/patients", expired)).status, 401);
  assert.equal((await ask("GET", "/api/patients", await gateway.bearer("patient:read", { aud: "other" }))).status, 401);

  const reader = await gateway.bearer("patient:read");
  assert.equal((await ask("GET", "/api/patients", reader)).status, 200);
  assert.equal((await ask("POST", "/api/patients/search", reader)).status, 200);
  const missing = await ask("POST", "/api/patients", reader);
  assert.equal(missing.status, 403);
  assert.match(missing.challenge ?? "", /error="insufficient_scope", scope="patient:write"/);
  assert.equal((await ask("GET", "/api/billing/accounts", reader)).status, 403);
  assert.equal((await ask("GET", "/api/analytics/summary", reader)).status, 403);
  assert.equal(gateway.patient.seen.length, 2);

  assert.equal((await ask("POST", "/auth/login")).status, 200);
});

Deno.test("Who was refused access, and where, is logged; what was asked for is not", async () => {
  await using gateway = await testGateway({ variables: { REQUESTS_PER_SECOND_MAX: "1" } });
  const ask = async (authorization: string) => {
    const { status, body } = await gateway.ask("/api/patients/ada-example?city=Berlin", { headers: { authorization } });
    await body?.cancel();
    return status;
  };
  assert.equal(await ask("Bearer nonsense"), 401);
  assert.equal(await ask(await gateway.bearer("billing:read", { sub: "clerk" })), 403);
  const busy = await gateway.bearer("patient:read", { sub: "busy" });
  await until(async () => await ask(busy) === 429);
  const refused = () =>
    gateway.logged.map((line) => JSON.parse(line)).filter(({ event }) => event === "access refused");
  await until(() => new Set(refused().map(({ status }) => status)).size === 3);
  for (const { level, traceId, method, route } of refused()) {
    assert.deepEqual([level, method, route], ["info", "GET", "/api/patients/**"]);
    assert.match(traceId, /^[0-9a-f]{32}$/);
  }
  assert.deepEqual([403, 429].map((wanted) => refused().find(({ status }) => status === wanted).userId), [
    "clerk",
    "busy",
  ]);
  assert.doesNotMatch(gateway.logged.join(), /ada-example|Berlin|nonsense/);
});

Deno.test("A gateway that never had keys answers 503 and is not ready", async () => {
  await using gateway = await testGateway({ keys: false });
  const response = await gateway.ask("/api/patients");
  await response.body?.cancel();
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "1");
  const ready = await fetch(`${gateway.url}/readyz`);
  assert.equal(ready.status, 503);
  assert.equal((await ready.json()).checks.keys, "down");
});

Deno.test("Readiness shows each upstream but needs none of them; liveness asks nobody", async () => {
  await using gateway = await testGateway();
  const up = { auth: "up", patient: "up", billing: "up", analytics: "up", keys: "up" };
  const ready = await fetch(`${gateway.url}/readyz`);
  assert.deepEqual([ready.status, await ready.json()], [200, { status: "up", checks: up }]);
  await gateway.auth[Symbol.asyncDispose]();
  const down = await fetch(`${gateway.url}/readyz`);
  assert.deepEqual([down.status, await down.json()], [200, { status: "up", checks: { ...up, auth: "down" } }]);
  const live = await fetch(`${gateway.url}/livez`);
  assert.deepEqual([live.status, await live.json()], [200, { status: "up" }]);
  const head = await fetch(`${gateway.url}/livez`, { method: "HEAD" });
  assert.deepEqual([head.status, head.headers.get("content-length"), await head.text()], [200, "15", ""]);

  const known = await gateway.ask("/api/patients"); // Tokens given out before auth went away go on working.
  assert.equal(await known.text(), "ok");
});

Deno.test("A gateway that stops finishes what runs, answers what is on its way, and takes nothing new", async () => {
  const gate = Promise.withResolvers<void>();
  await using gateway = await testGateway({ patient: () => gate.promise.then(() => new Response("late")) });
  const ask = `GET /livez HTTP/1.1\r\nHost: ${gateway.host}\r\n\r\n`;
  using idle = await connect(gateway.port);
  await idle.send(ask);
  await idle.read("}");
  const running = gateway.ask("/api/patients");
  await until(() => gateway.patient.seen.length === 1);

  const stopped = gateway[Symbol.asyncDispose]();
  await idle.send(ask);
  assert.match(await idle.read(), /^HTTP\/1\.1 200 [^]*connection: close/i);
  await assert.rejects(Deno.connect({ hostname: "127.0.0.1", port: gateway.port }));
  gate.resolve();
  assert.equal(await (await running).text(), "late");
  await stopped;
});

Deno.test("A gateway that stops cuts what takes too long", async () => {
  await using gateway = await testGateway({
    patient: never,
  });
  const running = gateway.ask("/api/patients");
  await until(() => gateway.patient.seen.length === 1);
  const started = performance.now();
  const stopped = gateway[Symbol.asyncDispose]();
  await assert.rejects(running);
  await stopped;
  assert.ok(performance.now() - started < 2_000);
});

Deno.test("No request is lost when a gateway stops under load", async () => {
  await using gateway = await testGateway();
  const ask = `GET /auth/x HTTP/1.1\r\nHost: ${gateway.host}\r\n\r\n`;
  let answered = 0;
  const client = async () => {
    using wire = await connect(gateway.port);
    for (;;) {
      await wire.send(ask);
      const text = await wire.read("auth");
      assert.match(text, /^HTTP\/1\.1 200 [^]*auth$/); // Nothing at all came: the request was lost.
      answered++;
      if (/^connection: close\r$/im.test(text)) return;
    }
  };
  const clients = Array.from({ length: 16 }, client);
  await until(() => answered > 200);
  await Promise.all([gateway[Symbol.asyncDispose](), ...clients]);
});
