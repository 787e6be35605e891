import assert from "node:assert/strict";
import { connect, never, standIn, testGateway, until } from "../testing.ts";

const ID = "0199d7a0-0000-7000-8000-000000000007";

Deno.test("A request arrives at its upstream as it was sent, with its closed list of headers only", async () => {
  await using gateway = await testGateway();
  const response = await gateway.ask(`/api/patients/${ID}?allowDuplicate=true&x=%2F`, {
    method: "PUT",
    body: "tëxt",
    headers: {
      "content-type": "application/json",
      "if-match": '"1"',
      "idempotency-key": "k",
      "cookie": "session=secret",
      "x-forwarded-for": "1.2.3.4",
      "x-forwarded-host": "evil.example",
      "forwarded": "for=1.2.3.4",
      "x-http-method-override": "DELETE",
      "user-agent": "test",
    },
  });
  assert.equal(await response.text(), "ok");
  const [seen] = gateway.patient.seen;
  assert.ok(seen);
  assert.equal(seen.method, "PUT");
  assert.equal(seen.target, `/api/patients/${ID}?allowDuplicate=true&x=%2F`);
  assert.equal(seen.body, "tëxt");
  assert.equal(seen.headers.get("host"), new URL(gateway.patient.url).host);
  assert.deepEqual([...seen.headers.keys()].sort(), [
    ...["accept", "authorization", "connection", "content-length", "content-type", "host", "idempotency-key"],
    ...["if-match", "traceparent", "x-deadline-ms"],
  ]);
});

Deno.test("Auth is told where a request comes from, and a client cannot say it", async () => {
  const headers = { "x-client-address": "6.6.6.6", "x-forwarded-for": "198.51.100.1", "forwarded": "for=198.51.100.2" };
  const told = async (variables: Record<string, string>) => {
    await using gateway = await testGateway({ variables });
    await (await gateway.ask("/auth/me", { headers })).text();
    await (await gateway.ask(`/api/patients/${ID}`, { headers })).text();
    assert.equal(gateway.patient.seen[0]?.headers.get("x-client-address"), null);
    return gateway.auth.seen.find(({ target }) => target === "/auth/me")?.headers.get("x-client-address");
  };
  assert.equal(await told({}), "127.0.0.1");
  assert.equal(await told({ TRUSTED_PROXIES: "10.0.0.0/8,::1" }), "127.0.0.1");
  assert.equal(await told({ TRUSTED_PROXIES: "127.0.0.0/8" }), "198.51.100.1");
  assert.equal(await told({ TRUSTED_PROXIES: "127.0.0.1", TRUSTED_PROXIES_HEADER: "forwarded" }), "198.51.100.2");
});

Deno.test("A client's trace goes on when it is well formed, and a new one starts otherwise", async () => {
  await using gateway = await testGateway();
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const first = await gateway.ask(`/api/patients/${ID}`, { headers: { traceparent } });
  assert.equal(await first.text(), "ok");
  assert.equal(first.headers.get("x-request-id"), "0af7651916cd43dd8448eb211c80319c");
  const second = await gateway.ask(`/api/patients/${ID}`, { headers: { traceparent: "00-0-0-0" } });
  assert.equal(await second.text(), "ok");
  const [one, two] = gateway.patient.seen.map(({ headers }) => headers.get("traceparent") ?? "");
  assert.equal(one, traceparent);
  assert.equal(two?.slice(3, 35), second.headers.get("x-request-id"));
  assert.match(two ?? "", /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
});

Deno.test("An answer comes back with its status and end-to-end headers, and with ours", async () => {
  await using gateway = await testGateway({
    patient: () =>
      new Response("{}", {
        status: 201,
        headers: {
          "content-type": "application/json",
          "etag": '"1"',
          "location": `/api/patients/${ID}`,
          "allow": "GET",
          "retry-after": "7",
          "www-authenticate": 'Bearer realm="patient-management"',
          "x-request-id": "of the service",
          "keep-alive": "timeout=99",
          "proxy-authenticate": "Basic",
        },
      }),
  });
  const response = await gateway.ask("/api/patients", { method: "POST", body: "{}" });
  assert.equal(await response.text(), "{}");
  assert.equal(response.status, 201);
  const headers = Object.fromEntries(response.headers);
  assert.equal(headers["etag"], '"1"');
  assert.equal(headers["location"], `/api/patients/${ID}`);
  assert.equal(headers["allow"], "GET");
  assert.equal(headers["retry-after"], "7");
  assert.equal(headers["www-authenticate"], 'Bearer realm="patient-management"');
  assert.equal(headers["proxy-authenticate"], undefined);
  assert.notEqual(headers["keep-alive"], "timeout=99");
  assert.match(headers["x-request-id"] ?? "", /^[0-9a-f]{32}$/);
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["referrer-policy"], "no-referrer");
  assert.match(headers["content-security-policy"] ?? "", /^default-src 'none'; .*sandbox$/);
});

Deno.test("HEAD, 204 and 304 have no body, and the connection goes on after each", async () => {
  await using gateway = await testGateway({
    patient: ({ method, headers }) => {
      if (headers.has("if-none-match")) return new Response(null, { status: 304, headers: { etag: '"1"' } });
      if (method === "DELETE") return new Response(null, { status: 204 });
      return new Response("twelve bytes", { headers: { etag: '"1"' } });
    },
  });
  const authorization = await gateway.bearer("patient:read patient:write");
  using wire = await connect(gateway.port);
  const send = (method: string, more = "") =>
    wire.send(
      `${method} /api/patients/${ID} HTTP/1.1\r\nHost: ${gateway.host}\r\nAuthorization: ${authorization}\r\n${more}\r\n`,
    );
  await send("HEAD");
  const head = await wire.read("\r\n\r\n");
  assert.match(head, /^HTTP\/1\.1 200 [^]*content-length: 12\r\n[^]*\r\n\r\n$/i);
  await send("GET", 'If-None-Match: "1"\r\n');
  assert.match(await wire.read("\r\n\r\n"), /^HTTP\/1\.1 304 [^]*etag: "1"\r\n[^]*\r\n\r\n$/i);
  await send("DELETE");
  assert.match(await wire.read("\r\n\r\n"), /^HTTP\/1\.1 204 [^]*\r\n\r\n$/i);
  await send("GET");
  assert.match(await wire.read("twelve bytes"), /^HTTP\/1\.1 200 [^]*\r\n\r\ntwelve bytes$/i);
});

Deno.test("A large answer arrives whole, and no faster than the client takes it", async () => {
  const chunk = new Uint8Array(65_536).map((_, at) => at % 251);
  const chunks = 512; // 32 MiB: more than all the buffers on the way can hold.
  let given = 0;
  await using gateway = await testGateway({
    patient: () =>
      new Response(
        new ReadableStream({
          pull: (controller) => given++ < chunks ? controller.enqueue(chunk) : controller.close(),
        }),
      ),
  });
  const response = await gateway.ask("/api/patients");
  const reader = response.body?.getReader();
  assert.ok(reader);
  let last = -1;
  await until(() => { // Nobody reads, so the flow must come to rest.
    const rests = given === last;
    last = given;
    return rests && given > 0;
  });
  assert.ok(given < chunks / 2, `${given} chunks are under way to a client that reads none`);
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    assert.equal(part.value[0], bytes % 65_536 % 251);
    bytes += part.value.byteLength;
  }
  assert.equal(bytes, chunk.byteLength * chunks);
});

Deno.test("A body sent in chunks arrives whole and with its length", async () => {
  await using gateway = await testGateway();
  const parts = ["one ", "two ", "three"];
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const part = parts.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });
  await (await gateway.ask("/api/patients", { method: "POST", body })).text();
  assert.equal(gateway.patient.seen[0]?.body, "one two three");
  assert.equal(gateway.patient.seen[0]?.headers.get("content-length"), "13");
});

Deno.test("A POST without a body stays one", async () => {
  await using gateway = await testGateway();
  await (await gateway.ask(`/api/patients/${ID}/restore`, { method: "POST" })).text();
  assert.equal(gateway.patient.seen[0]?.body, "");
  assert.equal(gateway.patient.seen[0]?.headers.get("content-length"), "0");
});

Deno.test("A client that goes away takes its request at the upstream with it", async () => {
  using upstream = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await using gateway = await testGateway({
    variables: { PATIENT_URL: `http://127.0.0.1:${upstream.addr.port}` },
  });
  const leave = new AbortController();
  const asked = gateway.ask("/api/patients", { signal: leave.signal });
  using connection = await upstream.accept();
  assert.ok(await connection.read(new Uint8Array(4_096)));
  leave.abort();
  await assert.rejects(asked, { name: "AbortError" });
  assert.equal(await connection.read(new Uint8Array(1)), null);
});

Deno.test("Past the bound of requests at an upstream the answer is 503 at once, and the others go on", async () => {
  const gate = Promise.withResolvers<void>();
  await using gateway = await testGateway({
    patient: () => gate.promise.then(() => new Response("late")),
    variables: { UPSTREAM_REQUESTS_MAX: "2" },
  });
  const running = [gateway.ask("/api/patients/1"), gateway.ask("/api/patients/2")];
  await until(() => gateway.patient.seen.length === 2);
  const refused = await gateway.ask("/api/patients/3");
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get("retry-after"), "1");
  assert.equal((await refused.json()).type, "/problems/unavailable");
  assert.equal(gateway.patient.seen.length, 2);
  gate.resolve();
  for (const each of running) assert.equal(await (await each).text(), "late");
  assert.equal(await (await gateway.ask("/api/patients/4")).text(), "late");
});

Deno.test("An upstream that is down is a 503 until it is back, and reads survive its restart", async () => {
  const first = standIn(() => new Response("first"));
  await using gateway = await testGateway({ variables: { PATIENT_URL: first.url } });
  assert.equal(await (await gateway.ask("/api/patients")).text(), "first");
  await first[Symbol.asyncDispose]();

  const down = await gateway.ask("/api/patients", { method: "POST", body: "{}" });
  assert.equal(down.status, 503);
  assert.equal(down.headers.get("retry-after"), "1");
  const problem = await down.json();
  assert.equal(problem.type, "/problems/unavailable");
  assert.equal(problem.detail, "The patient service cannot be reached at the moment");
  assert.equal(problem.instance, "/api/patients");
  assert.equal(JSON.stringify(problem).includes(String(first.port)), false);
  const [line] = gateway.logged.filter((each) => each.includes("request failed"));
  assert.ok(line?.includes(problem.traceId) && line.includes("/api/patients/**") && !line.includes("127.0.0.1"));

  await using second = standIn(() => new Response("second"), first.port);
  assert.equal(await (await gateway.ask("/api/patients", { method: "POST", body: "{}" })).text(), "second");
  assert.equal(second.seen.length, 1);
});

Deno.test("A read whose connection breaks before any answer is tried once more, a write never", async () => {
  using upstream = breakingUpstream((count) => count > 1);
  await using gateway = await testGateway({ variables: { PATIENT_URL: upstream.url } });
  const write = await gateway.ask("/api/patients", { method: "POST", body: "{}" });
  assert.equal(write.status, 503);
  await write.body?.cancel();
  assert.equal(upstream.requests(), 1);
  upstream.reset();
  const read = await gateway.ask("/api/patients");
  assert.equal(await read.text(), "ok");
  assert.equal(upstream.requests(), 2);
});

Deno.test("A read is not tried a third time", async () => {
  using upstream = breakingUpstream(() => false);
  await using gateway = await testGateway({ variables: { PATIENT_URL: upstream.url } });
  const read = await gateway.ask("/api/patients");
  assert.equal(read.status, 503);
  await read.body?.cancel();
  assert.equal(upstream.requests(), 2);
});

Deno.test("An upstream that does not answer in time is a 503", async () => {
  await using gateway = await testGateway({
    patient: never,
    variables: { UPSTREAM_HEADERS_TIMEOUT_MS: "100" },
  });
  const response = await gateway.ask("/api/patients");
  assert.equal(response.status, 503);
  assert.equal((await response.json()).type, "/problems/unavailable");
  assert.equal(gateway.patient.seen.length, 1); // It may have done the work: nobody asks twice.
});

Deno.test("An answer that stops half-way is cut, so that nobody takes a part for the whole", async () => {
  await using gateway = await testGateway({
    patient: () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) })),
    variables: { UPSTREAM_BODY_TIMEOUT_MS: "100" },
  });
  const response = await gateway.ask("/api/patients");
  assert.equal(response.status, 200);
  await assert.rejects(response.arrayBuffer());
});

Deno.test("Requests are counted by route and status, and no metric holds a path", async () => {
  await using gateway = await testGateway();
  await (await gateway.ask(`/api/patients/${ID}`)).text();
  await (await fetch(`${gateway.url}/api/patients/${ID}`)).text();
  const counted = async (status: number) => {
    const labels = [
      `http_request_method="GET"`,
      `http_route="/api/patients/**"`,
      `http_response_status_code="${status}"`,
    ];
    const lines = (await gateway.metrics.registry.metrics()).split("\n");
    return lines.some((line) =>
      line.endsWith(" 1") && line.includes("_count{") && labels.every((each) => line.includes(each))
    );
  };
  await until(async () => await counted(200) && await counted(401));
  const text = await gateway.metrics.registry.metrics();
  assert.equal(text.includes(ID), false);
});

/** Takes a request and hangs up without a word, unless it is told to answer the one with this number. */
function breakingUpstream(answers: (count: number) => boolean) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const chunk = new Uint8Array(4_096);
  let count = 0;
  (async () => {
    for await (const connection of listener) {
      await connection.read(chunk);
      if (answers(++count)) {
        await connection.write(new TextEncoder().encode("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
      }
      connection.close();
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    requests: () => count,
    reset: () => count = 0,
    [Symbol.dispose]: () => listener.close(),
  };
}

Deno.test("Requests of one connection go to their upstreams one after another", async () => {
  await using gateway = await testGateway({
    patient: (seen) => seen.target.endsWith("/slow") ? never(seen) : new Response("ok"),
    variables: { UPSTREAM_REQUESTS_MAX: "2" },
  });
  const headers = `Host: ${gateway.host}\r\nAuthorization: ${await gateway.bearer("patient:read")}\r\n\r\n`;
  const ask = (path: string) => `GET /api/patients/${path} HTTP/1.1\r\n${headers}`;
  using wire = await connect(gateway.port);
  await wire.send(ask("one") + ask("two") + ask("slow").repeat(5));
  await until(() => gateway.patient.seen.length === 3);
  assert.match(await wire.read(/ok[^]*ok/), /^HTTP\/1\.1 200 [^]*HTTP\/1\.1 200 /);
  const response = await gateway.ask("/api/patients/other");
  await response.body?.cancel();
  assert.equal(response.status, 200);
});

Deno.test("A client that goes away gives back what its requests held, and those that waited are not asked", async () => {
  await using gateway = await testGateway({
    patient: (seen) => seen.target.endsWith("/slow") ? never(seen) : new Response("ok"),
    variables: { UPSTREAM_REQUESTS_MAX: "3" },
  });
  const headers = `Host: ${gateway.host}\r\nAuthorization: ${await gateway.bearer("patient:read")}\r\n\r\n`;
  for (let client = 1; client <= 6; client++) {
    using wire = await connect(gateway.port);
    for (const path of ["slow", "quick"]) await wire.send(`GET /api/patients/${path} HTTP/1.1\r\n${headers}`);
    await until(() => gateway.patient.seen.length === client);
  }
  await until(async () => {
    const response = await gateway.ask("/api/patients");
    await response.body?.cancel();
    return response.status === 200;
  });
  assert.ok(!gateway.patient.seen.some(({ target }) => target.endsWith("/quick")));
});

Deno.test("A client that sends far more requests than it takes answers is cut off", async () => {
  await using gateway = await testGateway({ patient: never });
  const headers = `Host: ${gateway.host}\r\nAuthorization: ${await gateway.bearer("patient:read")}\r\n\r\n`;
  using wire = await connect(gateway.port);
  await wire.send(`GET /api/patients HTTP/1.1\r\n${headers}`.repeat(101));
  await wire.closed();
});
