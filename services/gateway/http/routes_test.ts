import assert from "node:assert/strict";
import { routeOf } from "./routes.ts";

Deno.test("routeOf() knows the four subtrees by whole segments and nothing else", () => {
  const upstreams = [
    ["/auth", "auth"],
    ["/auth/login", "auth"],
    ["/api/patients", "patient"],
    ["/api/patients/", "patient"],
    ["/api/patients/1/restore", "patient"],
    ["/api/billing/accounts", "billing"],
    ["/api/analytics/summary", "analytics"],
    ["/", undefined],
    ["/api", undefined],
    ["/api/patientsX", undefined],
    ["/API/patients", undefined],
    ["/%61pi/patients", undefined],
    ["/authority", undefined],
    ["/metrics", undefined],
    ["/patients", undefined],
  ] as const;
  for (const [path, upstream] of upstreams) assert.equal(routeOf(path)?.upstream, upstream, path);
});

Deno.test("Each route asks for the scope that its method needs, and a search only for reading", () => {
  const scopes = [
    ["GET", "/api/patients", "patient:read"],
    ["HEAD", "/api/patients/1", "patient:read"],
    ["POST", "/api/patients", "patient:write"],
    ["DELETE", "/api/patients/1", "patient:write"],
    ["POST", "/api/patients/search", "patient:read"],
    ["PUT", "/api/patients/search", "patient:write"],
    ["POST", "/api/patients/search/", "patient:write"],
    ["GET", "/api/billing/accounts", "billing:read"],
    ["POST", "/api/billing/accounts", "billing:write"],
    ["GET", "/api/analytics/summary", "analytics:read"],
    ["POST", "/auth/login", "public"],
    ["POST", "/auth/logout", "public"],
    ["GET", "/auth/.well-known/jwks.json", "public"],
    ["GET", "/auth/me", "signed-in"],
    ["DELETE", "/auth/sessions/1", "signed-in"],
    ["GET", "/auth/users", "user:read"],
    ["PATCH", "/auth/users/1", "user:write"],
    ["GET", "/auth/meX", "public"],
    ["POST", "/auth/password-reset", "public"],
    ["GET", "/auth/users/1", "user:read"],
    ["POST", "/auth/users", "user:write"],
    ["POST", "/auth/users/1/password-reset", "user:write"],
    ["GET", "/auth/usersX", "public"],
  ] as const;
  for (const [method, path, scope] of scopes) assert.equal(routeOf(path)?.access(method, path), scope, path);
});
