import type { Query } from "@pms/lib/db";

/** A bucket of failures for each address: how many it holds, and how long one takes to come back. */
export interface Bucket {
  readonly failuresMax: number;
  readonly refillMs: number;
}

/** What time it is: here one clock counts, that of the database, for all processes of auth. */
export async function readClock(query: Query): Promise<Date> {
  const [clock] = await query<{ now: Date }>`select now()`;
  if (clock === undefined) throw new Error("The database has no clock");
  return clock.now;
}

/** Until when an account must wait, if longer than now. */
export async function findAccountWait(query: Query, account: Uint8Array, now: Date): Promise<Date | undefined> {
  const [found] = await query<{ waitUntil: Date }>`
    select wait_until from sign_in_account where digest = ${account} and wait_until > ${now}`;
  return found?.waitUntil;
}

/** Until when an address must wait for its bucket to hold a failure again, if longer than now. */
export async function findAddressWait(
  query: Query,
  address: Uint8Array,
  { failuresMax, refillMs }: Bucket,
  now: Date,
): Promise<Date | undefined> {
  const spareMs = (failuresMax - 1) * refillMs;
  const [found] = await query<{ waitUntil: Date }>`
    select full_at - make_interval(secs => ${spareMs / 1_000}) as wait_until
    from sign_in_address
    where digest = ${address} and full_at - make_interval(secs => ${spareMs / 1_000}) > ${now}`;
  return found?.waitUntil;
}

/** Counts a failure and returns how many there were in a row, or undefined when the account had to wait. Locks it. */
export async function countAccountFailure(query: Query, account: Uint8Array, now: Date): Promise<number | undefined> {
  const [counted] = await query<{ failures: number }>`
    insert into sign_in_account as known (digest, failures, failed_at, wait_until)
    values (${account}, 1, ${now}, ${now})
    on conflict (digest) do update set failures = known.failures + 1, failed_at = excluded.failed_at
      where known.wait_until <= ${now}
    returning failures`;
  return counted?.failures;
}

export async function setAccountWait(query: Query, account: Uint8Array, until: Date): Promise<void> {
  await query`update sign_in_account set wait_until = ${until} where digest = ${account}`;
}

/** Takes a failure out of the bucket of an address, and says whether there was one. */
export async function countAddressFailure(
  query: Query,
  address: Uint8Array,
  { failuresMax, refillMs }: Bucket,
  now: Date,
): Promise<boolean> {
  const counted = await query`
    insert into sign_in_address as known (digest, full_at)
    values (${address}, ${now}::timestamptz + make_interval(secs => ${refillMs / 1_000}))
    on conflict (digest) do update
      set full_at = greatest(known.full_at, ${now}) + make_interval(secs => ${refillMs / 1_000})
      where known.full_at <= ${now}::timestamptz + make_interval(secs => ${(failuresMax - 1) * refillMs / 1_000})
    returning digest`;
  return counted.length > 0;
}

/** Forgets the failures of an account, unless it has to wait: then nobody should have got this far. */
export async function clearAccount(query: Query, account: Uint8Array, now: Date): Promise<void> {
  await query`delete from sign_in_account where digest = ${account} and wait_until <= ${now}`;
}

/** Forgets them whether it has to wait or not. */
export async function forgetAccount(query: Query, account: Uint8Array): Promise<void> {
  await query`delete from sign_in_account where digest = ${account}`;
}

/**
 * Forgets full buckets, accounts without a failure for a day, and of the rest the oldest ones past `accountsMax`:
 * strangers may invent any number of accounts.
 */
export async function pruneLimits(query: Query, now: Date, accountsMax: number): Promise<void> {
  await query`delete from sign_in_address where full_at <= ${now}`;
  await query`delete from sign_in_account where failed_at < ${now}::timestamptz - interval '1 day'`;
  await query`
    delete from sign_in_account
    where digest in (select digest from sign_in_account order by failed_at desc, digest offset ${accountsMax})`;
}
