import { type Caller, unauthenticated } from "@pms/lib/auth";
import type { Database } from "@pms/lib/db";
import type { DomainError } from "@pms/lib/errors";
import { invalidInput } from "@pms/lib/schema";
import { endOtherSessions } from "../sql/sessions.ts";
import { findPasswordHash, replacePasswordHash } from "../sql/staff.ts";
import type { Passwords } from "./password.ts";

export interface ChangePasswordDeps {
  readonly database: Database;
  readonly passwords: Passwords;
}

/** Changes one's own password and ends one's other sessions: whoever has the old one is out. */
export async function changePassword(
  { database, passwords }: ChangePasswordDeps,
  caller: Caller,
  { currentPassword, newPassword }: { readonly currentPassword: string; readonly newPassword: string },
): Promise<void> {
  const hash = await findPasswordHash(database.query, caller.subject);
  if (hash === undefined) throw unauthenticated("The access token belongs to no member of staff");
  if (!await passwords.verify(hash, currentPassword)) throw notCurrent();
  const newHash = await passwords.hash(newPassword);
  await database.transaction(async (query) => {
    if (!await replacePasswordHash(query, caller.subject, hash, newHash)) throw notCurrent(); // Any more.
    await endOtherSessions(query, caller.subject, caller.sessionId);
  });
}

function notCurrent(): DomainError {
  return invalidInput([{ pointer: "/currentPassword", detail: "Is not the current password" }]);
}
