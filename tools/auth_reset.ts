import type { Database } from "@pms/lib/db";
import { issueReset, type PasswordReset } from "../services/auth/domain/reset_password.ts";
import { endOtherSessions } from "../services/auth/sql/sessions.ts";
import { findStaffByEmail, lockStaff, saveAccount } from "../services/auth/sql/staff.ts";

const LIFETIME_S = 3_600;

/** Lets somebody back in where no administrator can. The old password and all sessions are gone; the link gives another. */
export async function resetByOperator(database: Database, email: string): Promise<PasswordReset> {
  return await database.transaction(async (query) => {
    await lockStaff(query);
    const account = await findStaffByEmail(query, email);
    if (account === undefined) throw new Error("There is no account with this e-mail address");
    if (account.disabledAt !== null) throw new Error("The account is disabled: an administrator may enable it");
    await saveAccount(query, { ...account, passwordHash: null, passwordChangeRequired: false });
    await endOtherSessions(query, account.id, undefined);
    return await issueReset(query, account.id, LIFETIME_S);
  });
}
