import { DomainError } from "../errors.ts";
import { type Caller, unauthenticated, type Verifier } from "./access_token.ts";
import type { Scope, ServiceScope } from "./scopes.ts";

/** The token of an `Authorization: Bearer …` header (RFC 6750, section 2.1), or an `unauthenticated` error. */
export function bearerToken(header: string | null | undefined): string {
  if (header == null || header === "") throw unauthenticated("No access token was sent");
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header)?.[1];
  if (token === undefined) throw unauthenticated("The Authorization header holds no Bearer token");
  return token;
}

/** The caller of a request who holds the scope. Throws `unauthenticated` or `scope-missing`. */
export async function authorize(
  verifier: Pick<Verifier, "verify">,
  header: string | null | undefined,
  scope: Scope | ServiceScope | "signed-in",
): Promise<Caller> {
  const caller = await verifier.verify(bearerToken(header));
  if (scope !== "signed-in") requireScope(caller, scope);
  return caller;
}

/** Throws `scope-missing` unless the caller holds the scope. */
export function requireScope(caller: Caller, scope: Scope | ServiceScope): void {
  if (caller.scopes.has(scope)) return;
  throw new DomainError("scope-missing", `This needs the scope ${scope}`, {
    headers: { "www-authenticate": `Bearer realm="patient-management", error="insufficient_scope", scope="${scope}"` },
  });
}
