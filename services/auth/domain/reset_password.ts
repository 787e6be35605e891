import type { Database, Query } from "@pms/lib/db";
import { invalidInput, z } from "@pms/lib/schema";
import type { Logger } from "@pms/lib/telemetry";
import { findResetOwner, saveReset, takeReset } from "../sql/password_resets.ts";
import { endOtherSessions } from "../sql/sessions.ts";
import { findAccount, replacePassword } from "../sql/staff.ts";
import type { PasswordPolicy } from "./password_policy.ts";
import type { Passwords } from "./password.ts";
import { digestOf, randomSecret } from "./secret.ts";
import type { SignInLimit } from "./sign_in_limit.ts";

/** With what somebody chooses a password, once. It is shown once, too: only its digest is kept. */
export const PasswordReset = z.object({
  token: z.string(),
  /** Relative to the gateway. The token stands in the fragment, which a browser does not send anywhere. */
  link: z.string(),
  expiresAt: z.iso.datetime(),
}).meta({ id: "PasswordReset" });
export type PasswordReset = z.output<typeof PasswordReset>;

/** Makes a one-time link for an account; the one before it is void. */
export async function issueReset(query: Query, staffId: string, lifetimeS: number): Promise<PasswordReset> {
  const token = randomSecret();
  const expiresAt = await saveReset(query, staffId, digestOf(token), lifetimeS);
  return { token, link: `/password-reset#${token}`, expiresAt: expiresAt.toISOString() };
}

export interface ResetPasswordDeps {
  readonly database: Database;
  readonly passwords: Passwords;
  readonly policy: PasswordPolicy;
  readonly signInLimit: SignInLimit;
  readonly log: Logger;
}

/** Uses a link: its owner has a password again, and nobody a session. A password that is refused leaves the link good. */
export async function resetPassword(
  { database, passwords, policy, signInLimit, log }: ResetPasswordDeps,
  { token, newPassword, network }: { readonly token: string; readonly newPassword: string; readonly network: string },
): Promise<void> {
  await signInLimit.admit({ network });
  const digest = digestOf(token);
  const staffId = await findResetOwner(database.query, digest);
  const account = staffId === undefined ? undefined : await findAccount(database.query, staffId);
  if (account === undefined || account.disabledAt !== null) {
    await signInLimit.failed({ network });
    throw notValid();
  }
  const { id, passwordHash } = account;
  const faults = policy(newPassword, account);
  if (faults.length > 0) throw invalidInput(faults);
  const hash = await passwords.hash(newPassword);
  await database.transaction(async (query) => {
    // Of two at once the second finds the link gone.
    if (!await takeReset(query, digest) || !await replacePassword(query, id, passwordHash, hash)) throw notValid();
    await endOtherSessions(query, id, undefined);
  });
  await signInLimit.forget(id);
  log.info("password reset used", { userId: id });
}

function notValid() {
  return invalidInput([{ pointer: "/token", detail: "Is not valid: unknown, used, replaced or expired" }]);
}
