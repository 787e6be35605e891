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
  /** How long the access token is good, in seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly staff: Staff;
}

/** Tokens of a session that lasts `restS` seconds more: an access token does not outlive it. */
export async function issueTokens(
  { keys, lifetimeS }: Issuer,
  staff: Staff,
  sessionId: string,
  refreshToken: string,
  restS = Infinity,
): Promise<Tokens> {
  const expiresIn = Math.min(lifetimeS, restS);
  const grant = { subject: staff.id, sessionId, scopes: scopesOfStaff(staff), lifetimeS: expiresIn };
  return { token: await issueAccessToken(keys.current(), grant), expiresIn, refreshToken, staff };
}
