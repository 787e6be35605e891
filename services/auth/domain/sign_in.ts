import { unauthenticated } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import type { DomainError } from "@pms/lib/errors";
import { insertSession } from "../sql/sessions.ts";
import { findStaffByEmail } from "../sql/staff.ts";
import type { Passwords } from "./password.ts";
import { digestOf, randomSecret } from "./secret.ts";
import { type Issuer, issueTokens, type Tokens } from "./tokens.ts";

export interface SignInDeps extends Issuer {
  readonly query: Query;
  readonly passwords: Passwords;
}

/** Starts a session. An unknown account and a wrong password fail in the same words and after the same work. */
export async function signIn(
  { query, passwords, ...issuer }: SignInDeps,
  email: string,
  password: string,
): Promise<Tokens> {
  const found = await findStaffByEmail(query, email);
  const right = await passwords.verify(found?.passwordHash, password);
  if (found === undefined || !right) throw refused();
  const { passwordHash: _, ...staff } = found;

  const refreshToken = randomSecret();
  const sessionId = await insertSession(query, found, digestOf(refreshToken));
  if (sessionId === undefined) throw refused();
  return await issueTokens(issuer, staff, sessionId, refreshToken);
}

function refused(): DomainError {
  return unauthenticated("E-mail or password is not right");
}
