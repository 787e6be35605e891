import assert from "node:assert/strict";
import { readTarget } from "./target.ts";

const read = (url: string) => readTarget(url, 8_192, (host) => host === "127.0.0.1:4004");

Deno.test("readTarget() keeps path and query exactly as they were sent", () => {
  assert.deepEqual(read("/api/patients/a%20b?x=%2f..%2f&y=//"), {
    path: "/api/patients/a%20b",
    target: "/api/patients/a%20b?x=%2f..%2f&y=//",
  });
  for (const path of ["/", "/a.b/..c/d..", "/auth/.well-known/jwks.json", "/api/patients/", "/a%2eb"]) {
    assert.equal(read(path).path, path);
  }
});

Deno.test("readTarget() refuses every path that two programs could read as two", () => {
  const paths = [
    "/api/patients/../billing",
    "/api/patients/..",
    "/api/./patients",
    "/auth/%2e%2e/metrics",
    "/auth/%2E/metrics",
    "/auth/.%2e/metrics",
    "//api/patients",
    "/api//patients",
    "/api/patients//",
    "//",
    "/api/patients/a%2fb",
    "/api/patients/a%2Fb",
    "/api/patients%5c..%5cbilling",
    "/api/patients\\..\\billing",
    "/api/patients/%00",
    "/api/patients/%0d%0ax",
    "/api/patients/%7f",
    "/api/patients/%c2%85",
    "/api/patients/%",
    "/api/patients/%zz",
    "/api/patients/%c0%af",
    "/api/patients#x",
    "/api/patients?x#y",
    "*",
    "api/patients",
    "ftp://127.0.0.1:4004/api/patients",
  ];
  for (const path of paths) assert.throws(() => read(path), { reason: "invalid-input" }, path);
});

Deno.test("readTarget() takes the path of an absolute form only when the host is ours", () => {
  assert.deepEqual(read("http://127.0.0.1:4004/auth/login?x=1"), { path: "/auth/login", target: "/auth/login?x=1" });
  assert.deepEqual(read("http://127.0.0.1:4004"), { path: "/", target: "/" });
  assert.deepEqual(read("http://127.0.0.1:4004?x"), { path: "/", target: "/?x" });
  for (
    const url of [
      "http://evil.example/auth",
      "http://127.0.0.1:4004@evil.example/auth",
      "http://127.0.0.1/",
      "http:///a",
    ]
  ) {
    assert.throws(() => read(url), { reason: "misdirected-request" }, url);
  }
  assert.throws(() => read("http://127.0.0.1:4004//auth"), { reason: "invalid-input" });
});

Deno.test("readTarget() refuses a URL that is longer than the bound", () => {
  assert.equal(read(`/${"a".repeat(8_191)}`).path.length, 8_192);
  assert.throws(() => read(`/${"a".repeat(8_192)}`), { reason: "url-too-long" });
});
