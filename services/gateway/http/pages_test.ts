import { REASONS } from "@pms/lib/errors";
import assert from "node:assert/strict";
import { testGateway } from "../testing.ts";

Deno.test("every reason that a problem can have resolves to a page that explains it", async () => {
  await using gateway = await testGateway();
  for (const reason of [...Object.keys(REASONS), "internal-error"]) {
    const page = await fetch(`${gateway.url}/problems/${reason}`);
    assert.equal(page.status, 200, reason);
    assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(await page.text(), /<p>\w.{20,}<\/p>/);
  }
});

Deno.test("a reason there is not, an empty one and one of another object's are 404", async () => {
  await using gateway = await testGateway();
  for (const path of ["/problems/nope", "/problems/", "/problems", "/problems/constructor", "/problems/a/b"]) {
    const answer = await fetch(gateway.url + path);
    assert.equal(answer.status, path.includes("//") ? 400 : 404, path);
    assert.equal((await answer.json()).type, "/problems/route-not-found");
  }
});

Deno.test("the document is there for everybody, and names a path of each service", async () => {
  await using gateway = await testGateway();
  const document = await (await fetch(`${gateway.url}/openapi.json`)).json();
  assert.equal(document.openapi, "3.1.0");
  const paths = ["/auth/login", "/api/patients", "/api/billing/accounts", "/api/analytics/summary"];
  for (const path of paths) assert.ok(path in document.paths, path);
});

Deno.test("pages are read only", async () => {
  await using gateway = await testGateway();
  const answer = await fetch(`${gateway.url}/openapi.json`, { method: "DELETE" });
  await answer.body?.cancel();
  assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "GET, HEAD"]);
});

Deno.test("the one-time link leads to a page that may run its own script only, and sends the token nowhere by itself", async () => {
  await using gateway = await testGateway();
  const page = await fetch(`${gateway.url}/password-reset`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get("content-type") ?? "", /^text\/html/);
  assert.equal(page.headers.get("referrer-policy"), "no-referrer");
  const policy = page.headers.get("content-security-policy") ?? "";
  assert.ok(
    policy.includes("default-src 'none'") && policy.includes("script-src 'self'") && !policy.includes("unsafe"),
  );
  const text = await page.text();
  assert.ok(!/<script>|<style|style=|\son\w+=/.test(text));
  const [, source] = /<script src="([^"]+)">/.exec(text) ?? [];
  const [, stylesheet] = /<link rel="stylesheet" href="([^"]+)">/.exec(text) ?? [];
  const style = await fetch(`${gateway.url}${stylesheet}`);
  assert.match(style.headers.get("content-type") ?? "", /^text\/css/);
  assert.ok(!/url\(|@import/.test(await style.text()));
  const script = await fetch(`${gateway.url}${source}`);
  assert.match(script.headers.get("content-type") ?? "", /^text\/javascript/);
  assert.match(await script.text(), /"\/auth\/password-reset"/);
});
