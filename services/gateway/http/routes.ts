import type { Scope } from "@pms/lib/auth";
import { isRead } from "./methods.ts";

export type UpstreamName = "auth" | "patient" | "billing" | "analytics";

/** One subtree of paths: who answers it, and what a caller must hold to get that far. */
export interface Route {
  readonly prefix: string;
  /** The name for metrics and logs, which never hold a path as sent. */
  readonly pattern: string;
  readonly upstream: UpstreamName;
  /** `public` where the upstream checks for itself. */
  readonly access: (method: string, path: string) => Scope | "public";
}

const ROUTES: readonly Route[] = [
  route("/api/patients", "patient", (method, path) => {
    // A search is a POST only because nothing about a person may travel in a URL.
    const search = method === "POST" && path === "/api/patients/search";
    return isRead(method) || search ? "patient:read" : "patient:write";
  }),
  route("/api/billing", "billing", (method) => isRead(method) ? "billing:read" : "billing:write"),
  route("/api/analytics", "analytics", () => "analytics:read"),
  route("/auth/users", "auth", (method) => isRead(method) ? "user:read" : "user:write"),
  route("/auth", "auth", () => "public"),
];

/** The route of a path: by whole segments, exactly as written. There is no catch-all. */
export function routeOf(path: string): Route | undefined {
  return ROUTES.find(({ prefix }) =>
    path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === "/")
  );
}

/** The words of the paths that the gateway knows; they say nothing about anybody. */
export const PATH_WORDS: ReadonlySet<string> = new Set([
  ...ROUTES.flatMap(({ prefix }) => prefix.split("/")),
  ...["livez", "readyz", "api-docs", "openapi.json", "password-reset", "problems"],
]);

function route(prefix: string, upstream: UpstreamName, access: Route["access"]): Route {
  return { prefix, pattern: `${prefix}/**`, upstream, access };
}
