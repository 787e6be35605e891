import { issueAccessToken, scopesOf, unauthenticated } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { insertSession } from "../sql/sessions.ts";
import { findStaffByEmail } from "../sql/staff.ts";
import type { Passwords } from "./password.ts";
import { digestOf, randomSecret } from "./secret.ts";
import type { SigningKeys } from "./signing_keys.ts";
import type { Staff } from "./staff.ts";

export interface SignInDeps {
  readonly query: Query;
  readonly keys: SigningKeys;
  readonly passwords: Passwords;
  readonly lifetimeS: number;
}

/** What a session gives its client. */
export interface Tokens {
  readonly token: string;
  readonly refreshToken: string;
  readonly staff: Staff;
}

/** Starts a session. An unknown account and a wrong password fail in the same words and after the same work. */
export async function signIn(
  { query, keys, passwords, lifetimeS }: SignInDeps,
  email: string,
  password: string,
): Promise<Tokens> {
  const found = await findStaffByEmail(query, email);
  const right = await passwords.verify(found?.passwordHash, password);
  if (found === undefined || !right) throw unauthenticated("E-mail or password is not right");
  const { passwordHash: _, ...staff } = found;

  const refreshToken = randomSecret();
  await insertSession(query, staff.id, digestOf(refreshToken));
  const grant = { subject: staff.id, scopes: scopesOf(staff.roles), lifetimeS };
  return { token: await issueAccessToken(keys.current(), grant), refreshToken, staff };
}
