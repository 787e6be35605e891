import type { Query } from "@pms/lib/db";

/** Notes a link for an account, in place of the one there was, and returns until when it is good. */
export async function saveReset(query: Query, staffId: string, digest: Uint8Array, lifetimeS: number): Promise<Date> {
  const [reset] = await query<{ expiresAt: Date }>`
    insert into password_reset (staff_id, digest, expires_at)
    values (${staffId}, ${digest}, now() + make_interval(secs => ${lifetimeS}))
    on conflict (staff_id) do update set digest = excluded.digest, expires_at = excluded.expires_at
    returning expires_at`;
  if (reset === undefined) throw new Error("A link was not noted");
  return reset.expiresAt;
}

/** The account that a link is good for. */
export async function findResetOwner(query: Query, digest: Uint8Array): Promise<string | undefined> {
  const [reset] = await query<{ staffId: string }>`
    select staff_id from password_reset where digest = ${digest} and expires_at > now()`;
  return reset?.staffId;
}

/** Uses a link up, and says whether it was good until then. */
export async function takeReset(query: Query, digest: Uint8Array): Promise<boolean> {
  const taken = await query`
    delete from password_reset where digest = ${digest} and expires_at > now() returning staff_id`;
  return taken.length > 0;
}

export async function deleteReset(query: Query, staffId: string): Promise<void> {
  await query`delete from password_reset where staff_id = ${staffId}`;
}

/** Forgets links that have expired: an account has one at most, so there are never more than accounts. */
export async function pruneResets(query: Query): Promise<void> {
  await query`delete from password_reset where expires_at < now()`;
}
