import assert from "node:assert/strict";
import { DomainError } from "../errors.ts";
import type { Caller } from "./access_token.ts";
import { authorize, bearerToken } from "./bearer.ts";

for (const header of ["Bearer abc.DEF-_~+/==", "bearer abc.DEF-_~+/==", "BEARER   abc.DEF-_~+/==  "]) {
  Deno.test(`"${header}" holds a token`, () => assert.equal(bearerToken(header), "abc.DEF-_~+/=="));
}

for (const header of [null, undefined, ""]) {
  Deno.test(`${JSON.stringify(header)} holds none, and the answer names no error, as RFC 6750 asks`, () => {
    assert.throws(() => bearerToken(header), (error) => {
      assert.ok(error instanceof DomainError);
      assert.equal(error.reason, "unauthenticated");
      assert.equal(error.options.headers?.["www-authenticate"], 'Bearer realm="patient-management"');
      return true;
    });
  });
}

for (
  const header of [
    "Bearer",
    "Bearer ",
    "Bearer a b",
    "Bearer a, Bearer b",
    "Bearera",
    "Basic YTpi",
    "abc",
    "Bearer ä",
    "Bearer =a",
    " ",
  ]
) {
  Deno.test(`"${header}" is no Bearer token`, () => {
    assert.throws(() => bearerToken(header), (error) => {
      assert.ok(error instanceof DomainError);
      assert.match(error.options.headers?.["www-authenticate"] ?? "", /error="invalid_token"/);
      return true;
    });
  });
}

const caller: Caller = { subject: "ada", scopes: new Set(["patient:read"]), expiresAtMs: Infinity };
const verifier = { verify: () => Promise.resolve(caller) };

Deno.test("authorize() gives the caller who holds the scope, or any where none is asked for", async () => {
  assert.equal(await authorize(verifier, "Bearer a", "patient:read"), caller);
  assert.equal(await authorize(verifier, "Bearer a", "signed-in"), caller);
});

Deno.test("authorize() refuses who holds other scopes, also ones that begin alike", async () => {
  for (const scope of ["patient:write", "service:patient.read", "audit:read"] as const) {
    await assert.rejects(authorize(verifier, "Bearer a", scope), (error) => {
      assert.ok(error instanceof DomainError);
      assert.equal(error.reason, "scope-missing");
      assert.match(error.options.headers?.["www-authenticate"] ?? "", new RegExp(`scope="${scope}"`));
      return true;
    });
  }
});
