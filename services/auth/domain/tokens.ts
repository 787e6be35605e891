import { issueAccessToken } from "@pms/lib/auth";
import type { SigningKeys } from "./signing_keys.ts";
import { scopesOfStaff, type Staff } from "./staff.ts";

export interface Issuer {
  readonly keys: SigningKeys;
  readonly lifetimeS: number;
}

/** What a session gives its client. */
export interface Tokens {
  readonly token: string;
  readonly refreshToken: string;
  readonly staff: Staff;
}

export async function issueTokens(
  { keys, lifetimeS }: Issuer,
  staff: Staff,
  sessionId: string,
  refreshToken: string,
): Promise<Tokens> {
  const grant = { subject: staff.id, sessionId, scopes: scopesOfStaff(staff), lifetimeS };
  return { token: await issueAccessToken(keys.current(), grant), refreshToken, staff };
}
