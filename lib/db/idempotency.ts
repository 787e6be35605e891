import type { Query } from "./database.ts";

/** The claim of one request on what it does: whose it is, method and path, and the key that the client gave it. */
export interface IdempotencyClaim {
  readonly subject: string;
  readonly operation: string;
  readonly key: string;
  /** SHA-256 of the body as understood. */
  readonly bodyDigest: Uint8Array;
}

/** Forgets claims older than a day in the service's table `idempotency_key`, some at a time. */
export async function pruneClaims(query: Query, rowsMax: number): Promise<void> {
  await query`
    delete from idempotency_key
    where ctid = any(array(
      select ctid from idempotency_key where created_at < now() - interval '24 hours' order by created_at limit ${rowsMax}
    ))`;
}
