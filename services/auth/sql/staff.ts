import type { Role } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import type { Staff } from "../domain/staff.ts";

export interface NewStaff {
  readonly email: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
}

/** The account with this e-mail, whatever its case, and the hash of its password. */
export async function findStaffByEmail(
  query: Query,
  email: string,
): Promise<Staff & { passwordHash: string } | undefined> {
  const [staff] = await query<Staff & { passwordHash: string }>`
    select id, email, display_name, roles, password_hash from staff where lower(email) = lower(${email})`;
  return staff;
}

export async function findStaff(query: Query, id: string): Promise<Staff | undefined> {
  const [staff] = await query<Staff>`select id, email, display_name, roles from staff where id = ${id}`;
  return staff;
}

/** Adds accounts; one whose e-mail is taken stays as it is. */
export async function insertStaff(query: Query, accounts: readonly NewStaff[]): Promise<void> {
  await query`
    insert into staff (email, display_name, password_hash, roles)
    select email, "displayName", "passwordHash", roles
    from jsonb_to_recordset(${JSON.stringify(accounts)}::text::jsonb)
      as account (email text, "displayName" text, "passwordHash" text, roles text[])
    on conflict (lower(email)) do nothing`;
}

/** Adds an administrator if there is none, however many try at once, and says whether it did. */
export async function insertFirstAdministrator(query: Query, account: Omit<NewStaff, "roles">): Promise<boolean> {
  const [outcome] = await query<{ added: boolean }>`
    select insert_first_administrator(${account.email}, ${account.displayName}, ${account.passwordHash}) as added`;
  return outcome?.added === true;
}

export async function findPasswordHash(query: Query, id: string): Promise<string | undefined> {
  const [staff] = await query<{ passwordHash: string }>`select password_hash from staff where id::text = ${id}`;
  return staff?.passwordHash;
}

/** Replaces the hash if it is still the one expected, and says whether it did. */
export async function replacePasswordHash(query: Query, id: string, expected: string, hash: string): Promise<boolean> {
  const replaced = await query`
    update staff set password_hash = ${hash} where id = ${id} and password_hash = ${expected} returning id`;
  return replaced.length > 0;
}
