import type { Query } from "@pms/lib/db";
import type { Account } from "../domain/account.ts";

/**
 * Opens an account for each patient who has none and returns the accounts of all. Two statements: the second one sees
 * what another caller committed while the first one waited for it.
 */
export async function openAccounts(query: Query, patientIds: readonly string[], currency: string): Promise<Account[]> {
  await query`
    insert into account (patient_id, currency)
    select patient_id, ${currency}
    from unnest(${patientIds}::text[]::uuid[]) as wanted (patient_id)
    order by patient_id
    on conflict (patient_id) do nothing`;
  return await query<Account>`
    select id, patient_id, status, currency, created_at
    from account
    where patient_id = any(${patientIds}::text[]::uuid[])`;
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
