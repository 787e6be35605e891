import type { Scope } from "@pms/lib/auth";
import { isRead } from "./methods.ts";

export type UpstreamName = "auth" | "patient" | "billing" | "analytics";

/** One subtree of paths: who answers it, and what a caller must hold to get that far. */
export interface Route {
  readonly prefix: string;
  /** The name for metrics and logs, which never hold a path as sent. */
  readonly pattern: string;
  readonly upstream: UpstreamName;
  /** `signed-in` for any good token; `public` where there need be none, or another secret than a token. */
  readonly access: (method: string, path: string) => Scope | "signed-in" | "public";
}

/** Auth's paths that take an access token, with all below them. The others are for those who have none yet. */
const SIGNED_IN = ["/auth/me", "/auth/validate", "/auth/password", "/auth/sessions"];

const ROUTES: readonly Route[] = [
  route("/api/patients", "patient", (method, path) => {
    // A search is a POST only because nothing about a person may travel in a URL.
    const search = method === "POST" && path === "/api/patients/search";
    return isRead(method) || search ? "patient:read" : "patient:write";
  }),
  route("/api/billing", "billing", (method) => isRead(method) ? "billing:read" : "billing:write"),
  route("/api/analytics", "analytics", () => "analytics:read"),
  route("/auth", "auth", (method, path) => {
    if (isUnder("/auth/users", path)) return isRead(method) ? "user:read" : "user:write";
    return SIGNED_IN.some((prefix) => isUnder(prefix, path)) ? "signed-in" : "public";
  }),
];

/** The route of a path: by whole segments, exactly as written. There is no catch-all. */
export function routeOf(path: string): Route | undefined {
  return ROUTES.find(({ prefix }) => isUnder(prefix, path));
}

function isUnder(prefix: string, path: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === "/");
}

/** The words of the paths that the gateway knows; they say nothing about anybody. */
export const PATH_WORDS: ReadonlySet<string> = new Set([
  ...ROUTES.flatMap(({ prefix }) => prefix.split("/")),
  ...SIGNED_IN.flatMap((prefix) => prefix.split("/")),
  ...["livez", "readyz", "api-docs", "openapi.json", "password-reset", "problems"],
]);

function route(prefix: string, upstream: UpstreamName, access: Route["access"]): Route {
  return { prefix, pattern: `${prefix}/**`, upstream, access };
}
