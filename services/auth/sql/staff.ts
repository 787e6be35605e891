import type { Role } from "@pms/lib/auth";
import { part, type Query } from "@pms/lib/db";
import { type NewStaff, type Staff, type StaffRecord, toStaff } from "../domain/staff.ts";

/** An account with a password, as development and the first administrator have it. */
export interface ReadyStaff {
  readonly email: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
}

const COLUMNS = part`
  id, email, display_name, roles, password_hash, password_change_required, disabled_at, version, created_at, updated_at`;

/** The account with this e-mail, whatever its case. */
export async function findStaffByEmail(query: Query, email: string): Promise<StaffRecord | undefined> {
  const [record] = await query<StaffRecord>`select ${COLUMNS} from staff where lower(email) = lower(${email})`;
  return record;
}

/** Any account, also a disabled one. */
export async function findAccount(query: Query, id: string): Promise<StaffRecord | undefined> {
  const [record] = await query<StaffRecord>`select ${COLUMNS} from staff where id::text = ${id}`;
  return record;
}

/** A member of staff who may be signed in. */
export async function findStaff(query: Query, id: string): Promise<Staff | undefined> {
  const record = await findAccount(query, id);
  return record === undefined || record.disabledAt !== null ? undefined : toStaff(record);
}

/** Up to `limit` accounts, oldest first, after the one given. */
export async function listAccounts(query: Query, after: string | undefined, limit: number): Promise<StaffRecord[]> {
  const following = after === undefined ? part`true` : part`id > ${after}::uuid`;
  return await query<StaffRecord>`select ${COLUMNS} from staff where ${following} order by id limit ${limit}`;
}

/** Keeps all other changes of accounts out until the transaction ends, so that what it checks still holds then. */
export async function lockStaff(query: Query): Promise<void> {
  await query`lock table staff in share row exclusive mode`;
}

/** Whether some administrator is left who can sign in. */
export async function hasAdministrator(query: Query): Promise<boolean> {
  const found = await query`
    select from staff
    where 'ADMIN' = any(roles) and disabled_at is null and password_hash is not null
    limit 1`;
  return found.length > 0;
}

/** Adds accounts; one whose e-mail is taken stays as it is. */
export async function insertStaff(query: Query, accounts: readonly ReadyStaff[]): Promise<void> {
  await query`
    insert into staff (email, display_name, password_hash, roles)
    select email, "displayName", "passwordHash", roles
    from jsonb_to_recordset(${JSON.stringify(accounts)}::text::jsonb)
      as account (email text, "displayName" text, "passwordHash" text, roles text[])
    on conflict (lower(email)) do nothing`;
}

/** Adds an account whose owner has yet to choose a password, or undefined when the e-mail is taken. */
export async function insertInvited(
  query: Query,
  { email, displayName, roles }: NewStaff,
): Promise<StaffRecord | undefined> {
  const [record] = await query<StaffRecord>`
    insert into staff (email, display_name, roles) values (${email}, ${displayName}, ${roles})
    on conflict (lower(email)) do nothing
    returning ${COLUMNS}`;
  return record;
}

/** Saves what an administrator decides about an account. */
export async function saveAccount(query: Query, next: StaffRecord): Promise<StaffRecord> {
  const [record] = await query<StaffRecord>`
    update staff set
      email = ${next.email},
      display_name = ${next.displayName},
      roles = ${next.roles},
      password_hash = ${next.passwordHash},
      password_change_required = ${next.passwordChangeRequired},
      disabled_at = ${next.disabledAt},
      version = version + 1,
      updated_at = greatest(now(), updated_at)
    where id = ${next.id}
    returning ${COLUMNS}`;
  if (record === undefined) throw new Error("A locked account is gone");
  return record;
}

/** Adds an administrator if there is none, however many try at once, and says whether it did. */
export async function insertFirstAdministrator(query: Query, account: Omit<ReadyStaff, "roles">): Promise<boolean> {
  const [outcome] = await query<{ added: boolean }>`
    select insert_first_administrator(${account.email}, ${account.displayName}, ${account.passwordHash}) as added`;
  return outcome?.added === true;
}

/** Gives an enabled account the password that its owner chose, if it still has the one expected; says whether it did. */
export async function replacePassword(
  query: Query,
  id: string,
  expected: string | null,
  hash: string,
): Promise<boolean> {
  const replaced = await query`
    update staff set
      password_hash = ${hash},
      password_change_required = false,
      version = version + 1,
      updated_at = greatest(now(), updated_at)
    where id = ${id} and password_hash is not distinct from ${expected} and disabled_at is null
    returning id`;
  return replaced.length > 0;
}

/** Replaces the hash of a password by another one of the same password, if it is still there. */
export async function replaceHash(query: Query, id: string, expected: string, hash: string): Promise<void> {
  await query`update staff set password_hash = ${hash} where id = ${id} and password_hash = ${expected}`;
}
