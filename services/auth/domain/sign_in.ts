import { unauthenticated } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import type { DomainError } from "@pms/lib/errors";
import type { Logger } from "@pms/lib/telemetry";
import { insertSession } from "../sql/sessions.ts";
import { findStaff, findStaffByEmail, replaceHash } from "../sql/staff.ts";
import type { Passwords } from "./password.ts";
import { digestOf, randomSecret } from "./secret.ts";
import type { SignInLimit } from "./sign_in_limit.ts";
import { type Issuer, issueTokens, type Tokens } from "./tokens.ts";

export interface SignInDeps extends Issuer {
  readonly query: Query;
  readonly passwords: Passwords;
  readonly signInLimit: SignInLimit;
  readonly log: Logger;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Where the request comes from. */
  readonly network: string;
}

/**
 * Starts a session. An unknown account, one that is disabled or has no password yet, and a wrong password fail in the
 * same words and after the same work.
 */
export async function signIn(deps: SignInDeps, credentials: Credentials): Promise<Tokens> {
  // The stored password may change while it is being checked; if it was only hashed anew, it is right once more.
  const tokens = await trySignIn(deps, credentials) ?? await trySignIn(deps, credentials);
  if (tokens === undefined) throw refused();
  return tokens;
}

/** Undefined when what was checked is no longer what is stored. */
async function trySignIn(deps: SignInDeps, { email, password, network }: Credentials): Promise<Tokens | undefined> {
  const { query, passwords, signInLimit, log, ...issuer } = deps;
  const found = await findStaffByEmail(query, email);
  // By its id an account has one count, however its e-mail is written.
  const tried = { account: found?.id ?? email, network };
  await signInLimit.admit(tried);
  const right = await passwords.verify(found?.passwordHash, password);
  if (!right || found?.passwordHash == null || found.disabledAt !== null) {
    await signInLimit.failed(tried);
    log.info("sign-in refused", found === undefined ? {} : { userId: found.id });
    throw refused();
  }
  await signInLimit.succeeded(tried);

  const refreshToken = randomSecret();
  const { id, passwordHash } = found;
  const sessionId = await insertSession(query, { id, passwordHash }, digestOf(refreshToken));
  // Read after the session has begun: what takes rights away either shows here, or finds the session and ends it.
  const staff = sessionId === undefined ? undefined : await findStaff(query, id);
  if (sessionId === undefined || staff === undefined) return undefined;
  log.info("signed in", { userId: id });
  // The only moment at which the password is at hand.
  if (await passwords.isOutdated(passwordHash, password)) {
    await replaceHash(query, id, passwordHash, await passwords.hash(password));
  }
  return await issueTokens(issuer, staff, sessionId, refreshToken);
}

function refused(): DomainError {
  return unauthenticated("E-mail or password is not right");
}
