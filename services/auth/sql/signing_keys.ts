import type { Database, Query } from "@pms/lib/db";
import type { PublicJwk } from "../domain/signing_keys.ts";

export interface NewKey {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly sealedPrivate: Uint8Array;
}

export interface StoredKey extends NewKey {
  readonly createdAt: Date;
  readonly signsFrom: Date;
  /** When the key after it began to sign, or will. */
  readonly followedAt: Date | null;
  /** `next` waits for its time, one is `signing`, and `old` ones are there for tokens that are still out. */
  readonly state: "next" | "signing" | "old";
}

/** The keys whose tokens may be out, or will be, newest first. `keepS`: how long a token may be good, in seconds. */
export async function listKeys(query: Query, keepS: number): Promise<StoredKey[]> {
  return await query<StoredKey>`
    select kid, public_jwk, sealed_private, created_at, signs_from, followed_at,
      case
        when signs_from > now() then 'next'
        when followed_at <= now() then 'old'
        else 'signing'
      end as state
    from (select *, lead(signs_from) over (order by signs_from, kid) as followed_at from signing_key) as ring
    where followed_at is null or followed_at > now() - make_interval(secs => ${keepS})
    order by signs_from desc, kid desc`;
}

/** Adds the key unless there is one already: whoever comes second changes nothing. */
export async function insertFirstKey(database: Database, { kid, publicJwk, sealedPrivate }: NewKey): Promise<void> {
  await database.transaction(async (query) => {
    await query`lock table signing_key in exclusive mode`;
    await query`
      insert into signing_key (kid, public_jwk, sealed_private)
      select ${kid}, ${JSON.stringify(publicJwk)}::text::jsonb, ${sealedPrivate}
      where not exists (select from signing_key)`;
  });
}

/** Whether the newest key has signed for so long. */
export async function isNewestKeyOlderThan(query: Query, ageS: number): Promise<boolean> {
  const [newest] = await query<{ old: boolean }>`
    select max(signs_from) <= now() - make_interval(secs => ${ageS}) as old from signing_key`;
  return newest?.old === true;
}

/**
 * Adds a key that signs in `leadS` seconds and says whether it did: not where the newest one has not yet signed for
 * `ageS` seconds, be it that somebody else was quicker.
 */
export async function insertNextKey(
  database: Database,
  { kid, publicJwk, sealedPrivate }: NewKey,
  { leadS, ageS }: { readonly leadS: number; readonly ageS: number },
): Promise<boolean> {
  return await database.transaction(async (query) => {
    await query`lock table signing_key in exclusive mode`;
    if (!await isNewestKeyOlderThan(query, ageS)) return false;
    await query`
      insert into signing_key (kid, public_jwk, sealed_private, signs_from)
      values (
        ${kid}, ${JSON.stringify(publicJwk)}::text::jsonb, ${sealedPrivate},
        now() + make_interval(secs => ${leadS})
      )`;
    return true;
  });
}

/** Forgets the keys that listKeys() gives no more. */
export async function deleteOldKeys(query: Query, keepS: number): Promise<void> {
  await query`
    delete from signing_key
    where exists (
      select from signing_key as newer
      where (newer.signs_from, newer.kid) > (signing_key.signs_from, signing_key.kid)
        and newer.signs_from <= now() - make_interval(secs => ${keepS})
    )`;
}
