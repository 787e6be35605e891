import assert from "node:assert/strict";
import { ROLE_SCOPES, SCOPES, scopesOf, SERVICE_SCOPES } from "./scopes.ts";

Deno.test("the scopes of roles together are each there once, in one order", () => {
  assert.deepEqual(scopesOf([]), []);
  assert.deepEqual(scopesOf(["BILLING_CLERK", "REGISTRAR"]), [
    "patient:read",
    "patient:write",
    "billing:read",
    "billing:write",
  ]);
  assert.deepEqual(scopesOf(["REGISTRAR", "BILLING_CLERK"]), scopesOf(["BILLING_CLERK", "REGISTRAR"]));
});

Deno.test("an administrator may do all that a person may", () => assert.deepEqual(scopesOf(["ADMIN"]), [...SCOPES]));

Deno.test("each role may do what the contract says", () => {
  assert.deepEqual({ ...ROLE_SCOPES, ADMIN: undefined }, {
    ADMIN: undefined,
    REGISTRAR: ["patient:read", "patient:write", "billing:read"],
    CLINICIAN: ["patient:read", "patient:write"],
    BILLING_CLERK: ["patient:read", "billing:read", "billing:write"],
    ANALYST: ["analytics:read"],
    PRIVACY_OFFICER: ["audit:read"],
  });
});

Deno.test("no role holds what only services may do", () => {
  const held = new Set<string>(Object.values(ROLE_SCOPES).flat());
  for (const scope of SERVICE_SCOPES) assert.equal(held.has(scope), false, scope);
});
