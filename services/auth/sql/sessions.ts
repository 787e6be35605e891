import type { Query } from "@pms/lib/db";

/** Starts a session with its first refresh token. */
export async function insertSession(query: Query, staffId: string, tokenDigest: Uint8Array): Promise<void> {
  await query`
    with started as (
      insert into session (staff_id) values (${staffId}) returning id
    )
    insert into refresh_token (digest, session_id)
    select ${tokenDigest}, id from started`;
}
