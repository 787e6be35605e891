import { type Caller, unauthenticated } from "@pms/lib/auth";
import type { Database } from "@pms/lib/db";
import type { Fault } from "@pms/lib/errors";
import { invalidInput } from "@pms/lib/schema";
import type { Logger } from "@pms/lib/telemetry";
import { endOtherSessions } from "../sql/sessions.ts";
import { findAccount, replacePassword } from "../sql/staff.ts";
import type { PasswordPolicy } from "./password_policy.ts";
import type { Passwords } from "./password.ts";
import type { SignInLimit } from "./sign_in_limit.ts";

export interface ChangePasswordDeps {
  readonly database: Database;
  readonly passwords: Passwords;
  readonly policy: PasswordPolicy;
  readonly signInLimit: SignInLimit;
  readonly log: Logger;
}

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
  /** Where the request comes from. */
  readonly network: string;
}

/**
 * Changes one's own password and ends one's other sessions: whoever has the old one is out. Who has only the token may
 * guess the current password no faster than at a sign-in.
 */
export async function changePassword(
  { database, passwords, policy, signInLimit, log }: ChangePasswordDeps,
  caller: Caller,
  { currentPassword, newPassword, network }: PasswordChange,
): Promise<void> {
  const account = await findAccount(database.query, caller.subject);
  if (account === undefined || account.disabledAt !== null || account.passwordHash === null) {
    throw unauthenticated("The access token belongs to no member of staff");
  }
  const { id, passwordHash } = account;
  const tried = { account: id, network };
  await signInLimit.admit(tried);
  const right = await passwords.verify(passwordHash, currentPassword);
  if (right) await signInLimit.succeeded(tried);
  else await signInLimit.failed(tried);

  const faults = [
    ...(right ? [] : [NOT_CURRENT]),
    ...(right && newPassword === currentPassword.normalize("NFKC") ? [NOT_NEW] : policy(newPassword, account)),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  const newHash = await passwords.hash(newPassword);
  await database.transaction(async (query) => {
    if (!await replacePassword(query, id, passwordHash, newHash)) throw invalidInput([NOT_CURRENT]); // Any more.
    await endOtherSessions(query, id, caller.sessionId);
  });
  log.info("password changed", { userId: id });
}

const NOT_CURRENT: Fault = { pointer: "/currentPassword", detail: "Is not the current password" };
const NOT_NEW: Fault = { pointer: "/newPassword", detail: "Is the current password" };
