/** What a person may do; each route and each gRPC method asks for exactly one scope. */
export const SCOPES = [
  "patient:read",
  "patient:write",
  "billing:read",
  "billing:write",
  "analytics:read",
  "audit:read",
  "user:read",
  "user:write",
] as const;
export type Scope = (typeof SCOPES)[number];

/** What one service may ask of another. No role holds any of these, so a person's token never passes there. */
export const SERVICE_SCOPES = [
  "service:auth.revocations",
  "service:billing.accounts",
  "service:billing.reconcile",
  "service:patient.read",
  "service:patient.reconcile",
] as const;
export type ServiceScope = (typeof SERVICE_SCOPES)[number];

export const ROLE_SCOPES = {
  ADMIN: SCOPES,
  REGISTRAR: ["patient:read", "patient:write", "billing:read"],
  CLINICIAN: ["patient:read", "patient:write"],
  BILLING_CLERK: ["patient:read", "billing:read", "billing:write"],
  ANALYST: ["analytics:read"],
  PRIVACY_OFFICER: ["audit:read"],
} as const satisfies Record<string, readonly Scope[]>;
export type Role = keyof typeof ROLE_SCOPES;

/** The scopes of some roles together, each once, in the order of `SCOPES`. */
export function scopesOf(roles: readonly Role[]): Scope[] {
  const held = new Set<Scope>(roles.flatMap((role) => ROLE_SCOPES[role]));
  return SCOPES.filter((scope) => held.has(scope));
}
