import assert from "node:assert/strict";
import { ConfigError } from "@pms/lib/service";
import { exchange, testGateway } from "../testing.ts";

const PAGE = "https://desk.example.org";

const paths = ["/api/patients", "/livez", "/openapi.json", "/nowhere", "/problems/unavailable"];

Deno.test("Every answer, a refusal too, says that it is data and not a page", async () => {
  await using gateway = await testGateway();
  for (const path of paths) {
    const { headers, body } = await gateway.ask(path);
    await body?.cancel();
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    assert.equal(headers.get("referrer-policy"), "no-referrer", path);
    assert.equal(headers.get("cross-origin-resource-policy"), "same-origin", path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/, path);
    assert.match(policy, /base-uri 'none'/, path);
    assert.match(policy, /frame-ancestors 'none'/, path);
    assert.doesNotMatch(policy, /unsafe/, path);
  }
  assert.match(await exchange(gateway.port, "no HTTP at all\r\n\r\n"), /^HTTP\/1\.1 400 .*nosniff/s);
});

Deno.test("Browsers are told to use TLS only where the gateway stands behind it", async () => {
  await using plain = await testGateway();
  await using behindTls = await testGateway({ variables: { HSTS_MAX_AGE_S: "31536000" } });
  for (const path of paths) {
    const [without, with_] = await Promise.all([plain.ask(path), behindTls.ask(path)]);
    await Promise.all([without.body?.cancel(), with_.body?.cancel()]);
    assert.equal(without.headers.get("strict-transport-security"), null);
    assert.equal(with_.headers.get("strict-transport-security"), "max-age=31536000; includeSubDomains");
  }
});

Deno.test("Pages of other origins may read nothing unless they are named", async () => {
  await using gateway = await testGateway();
  const answer = await gateway.ask("/api/patients", { headers: { origin: PAGE } });
  assert.equal(await answer.text(), "ok");
  const asked = await gateway.ask("/api/patients", {
    method: "OPTIONS",
    headers: { origin: PAGE, "access-control-request-method": "POST" },
  });
  await asked.body?.cancel();
  assert.equal(asked.status, 405);
  for (const { headers } of [answer, asked]) {
    assert.deepEqual([...headers.keys()].filter((name) => name.startsWith("access-control-")), []);
  }
});

Deno.test("Pages of a named origin may read answers, by their own token only, and no other origin may", async () => {
  await using gateway = await testGateway({ variables: { CORS_ORIGINS: `${PAGE},http://localhost:5173` } });
  const answer = await gateway.ask("/api/patients", { headers: { origin: PAGE } });
  assert.equal(await answer.text(), "ok");
  assert.equal(answer.headers.get("access-control-allow-origin"), PAGE);
  assert.match(answer.headers.get("access-control-expose-headers") ?? "", /\betag\b/);
  assert.equal(answer.headers.get("access-control-allow-credentials"), null);
  assert.equal(answer.headers.get("vary"), "origin");

  const refused = await gateway.ask("/api/patients", { headers: { origin: PAGE, authorization: "Bearer no" } });
  await refused.body?.cancel();
  assert.deepEqual([refused.status, refused.headers.get("access-control-allow-origin")], [401, PAGE]);

  for (const origin of ["https://desk.example.org.evil.example", "null", "https://DESK.example.org", "*"]) {
    const other = await gateway.ask("/api/patients", { headers: { origin } });
    await other.body?.cancel();
    assert.equal(other.headers.get("access-control-allow-origin"), null, origin);
  }
});

Deno.test("A browser that asks beforehand hears what a named origin may send; nothing reaches a service", async () => {
  await using gateway = await testGateway({ variables: { CORS_ORIGINS: PAGE } });
  const ask = (origin: string) =>
    fetch(`${gateway.url}/api/patients`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
  const leave = await ask(PAGE);
  assert.equal(leave.status, 204);
  assert.equal(leave.headers.get("access-control-allow-origin"), PAGE);
  assert.match(leave.headers.get("access-control-allow-methods") ?? "", /\bPOST\b/);
  assert.match(leave.headers.get("access-control-allow-headers") ?? "", /\bauthorization\b/);
  const refused = await ask("https://other.example.org");
  await refused.body?.cancel();
  assert.equal(refused.status, 405);
  assert.equal(gateway.patient.seen.length, 0);
});

Deno.test("CORS_ORIGINS takes origins only", async () => {
  for (
    const list of ["*", "desk.example.org", `${PAGE}/`, `${PAGE}/path`, "null", `${PAGE},`, "ftp://desk.example.org"]
  ) {
    await assert.rejects(testGateway({ variables: { CORS_ORIGINS: list } }), ConfigError, list);
  }
});
