import type { Query } from "@pms/lib/db";

/** One line of the log: from then on the session's access tokens are no longer good. */
export interface LoggedRevocation {
  readonly position: number;
  readonly sessionId: string;
  readonly ageMs: number;
}

/** What follows a position. None that commits later can come before them: see the migration. */
export async function listRevocations(query: Query, since: number, rowsMax: number): Promise<LoggedRevocation[]> {
  return await query<LoggedRevocation>`
    select position::float8 as position, session_id,
      (extract(epoch from now() - revoked_at) * 1000)::float8 as age_ms
    from revocation where position > ${since} order by position limit ${rowsMax}`;
}

/** Forgets those whose last access token has expired by itself, some at a time. */
export async function pruneRevocations(query: Query, keepS: number, rowsMax: number): Promise<void> {
  await query`
    delete from revocation
    where position = any(array(
      select position from revocation where revoked_at < now() - make_interval(secs => ${keepS}) limit ${rowsMax}
    ))`;
}
