import type { Query } from "@pms/lib/db";
import type { Account } from "../domain/account.ts";

/** An account, and whether it was there before it was asked for. */
export interface OpenedAccount extends Account {
  readonly opened: boolean;
}

/**
 * Opens an account for each patient who has none and returns the accounts of all. Two statements: the second one sees
 * what another caller committed while the first one waited for it.
 */
export async function openAccounts(
  query: Query,
  patientIds: readonly string[],
  currency: string,
): Promise<OpenedAccount[]> {
  const opened = await query<{ id: string }>`
    insert into account (patient_id, currency)
    select patient_id, ${currency}
    from unnest(${patientIds}::text[]::uuid[]) as wanted (patient_id)
    order by patient_id
    on conflict (patient_id) do nothing
    returning id`;
  const ids = new Set(opened.map(({ id }) => id));
  const accounts = await query<Account>`
    select id, patient_id, status, currency, created_at
    from account
    where patient_id = any(${patientIds}::text[]::uuid[])`;
  return accounts.map((account) => ({ ...account, opened: ids.has(account.id) }));
}

/** Up to `limit` patients who have an account, in the order of their ids, that come after the one with the id `after`. */
export async function listHolders(query: Query, after: string | undefined, limit: number): Promise<string[]> {
  const rows = await query<{ patientId: string }>`
    select patient_id from account
    where patient_id > ${after ?? "00000000-0000-0000-0000-000000000000"}
    order by patient_id
    limit ${limit}`;
  return rows.map(({ patientId }) => patientId);
}

export async function findAccount(query: Query, id: string): Promise<Account | undefined> {
  const [account] = await query<Account>`
    select id, patient_id, status, currency, created_at from account where id = ${id}`;
  return account;
}

export async function findAccountOfPatient(query: Query, patientId: string): Promise<Account | undefined> {
  const [account] = await query<Account>`
    select id, patient_id, status, currency, created_at from account where patient_id = ${patientId}`;
  return account;
}

/** Up to `limit` accounts, oldest first, that come after the one with the id `after`. */
export async function listAccounts(query: Query, after: string | undefined, limit: number): Promise<Account[]> {
  return await query<Account>`
    select id, patient_id, status, currency, created_at
    from account
    where ${after ?? null}::uuid is null or id > ${after ?? null}::uuid
    order by id
    limit ${limit}`;
}
