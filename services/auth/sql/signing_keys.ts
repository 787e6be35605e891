import type { Database, Query } from "@pms/lib/db";
import type { PublicJwk } from "../domain/signing_keys.ts";

export interface StoredKey {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly sealedPrivate: Uint8Array;
}

/** Newest first. */
export async function listKeys(query: Query): Promise<StoredKey[]> {
  return await query<StoredKey>`
    select kid, public_jwk, sealed_private from signing_key order by created_at desc, kid`;
}

/** Adds the key unless there is one already: whoever comes second changes nothing. */
export async function insertFirstKey(database: Database, { kid, publicJwk, sealedPrivate }: StoredKey): Promise<void> {
  await database.transaction(async (query) => {
    await query`lock table signing_key in exclusive mode`;
    await query`
      insert into signing_key (kid, public_jwk, sealed_private)
      select ${kid}, ${JSON.stringify(publicJwk)}::text::jsonb, ${sealedPrivate}
      where not exists (select from signing_key)`;
  });
}
