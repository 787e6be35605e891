import type { Query } from "@pms/lib/db";

/** A refresh token that was presented, with its session and its owner; the session stays locked until the transaction ends. */
export interface PresentedToken {
  readonly sessionId: string;
  readonly staffId: string;
  /** Whether the session goes on: not ended, not too old, not idle for too long. */
  readonly alive: boolean;
  /** Until the session is over in any case, in seconds. */
  readonly restS: number;
  readonly used: boolean;
  /** Whether it may be used once more: used a moment ago, and its successor is unused. */
  readonly repeatable: boolean;
  readonly sealedSuccessor: Uint8Array | null;
}

/** How long sessions last, and for how long a used refresh token may be presented once more. */
export interface SessionLimits {
  readonly idleS: number;
  readonly lifetimeS: number;
  readonly repeatS: number;
}

/**
 * Starts a session with its first refresh token and returns its id, or undefined when the password is no longer the one
 * that was checked, or the account no longer enabled. The lock makes it wait for a change of password that is under way, and that wait for it: either the
 * session does not begin, or the change ends it.
 */
export async function insertSession(
  query: Query,
  { id, passwordHash }: { readonly id: string; readonly passwordHash: string },
  tokenDigest: Uint8Array,
): Promise<string | undefined> {
  const [session] = await query<{ sessionId: string }>`
    with owner as (
      select id from staff where id = ${id} and password_hash = ${passwordHash} and disabled_at is null for share
    ), started as (
      insert into session (staff_id) select id from owner returning id
    )
    insert into refresh_token (digest, session_id)
    select ${tokenDigest}, id from started
    returning session_id`;
  return session?.sessionId;
}

/** Locks the whole family, so that of several uses at once each sees what the one before it did. */
export async function lockPresented(
  query: Query,
  digest: Uint8Array,
  { idleS, lifetimeS, repeatS }: SessionLimits,
): Promise<PresentedToken | undefined> {
  await query`
    select from session where id = (select session_id from refresh_token where digest = ${digest}) for update`;
  const [presented] = await query<PresentedToken>`
    select
      session.id as session_id,
      session.staff_id,
      session.ended_at is null
        and session.created_at > now() - make_interval(secs => ${lifetimeS})
        and presented.issued_at > now() - make_interval(secs => ${idleS}) as alive,
      floor(extract(epoch from session.created_at + make_interval(secs => ${lifetimeS}) - now()))::integer as rest_s,
      presented.used_at is not null as used,
      presented.used_at > now() - make_interval(secs => ${repeatS}) and successor.used_at is null as repeatable,
      presented.sealed_successor
    from refresh_token presented
    join session on session.id = presented.session_id
    left join refresh_token successor on successor.digest = presented.successor_digest
    where presented.digest = ${digest}`;
  return presented;
}

/** Marks a token used and adds its successor. */
export async function insertSuccessor(
  query: Query,
  presented: Uint8Array,
  successor: { readonly digest: Uint8Array; readonly sealed: Uint8Array },
): Promise<void> {
  await query`
    with used as (
      update refresh_token
      set used_at = now(), successor_digest = ${successor.digest}, sealed_successor = ${successor.sealed}
      where digest = ${presented}
      returning session_id
    )
    insert into refresh_token (digest, session_id)
    select ${successor.digest}, session_id from used`;
}

/** A session that goes on, as its owner sees it. */
export interface Session {
  readonly id: string;
  readonly createdAt: Date;
  /** When it was last signed in to or refreshed. */
  readonly lastUsedAt: Date;
}

/** The sessions of an account that go on, oldest first, those after one of them. */
export async function listSessions(
  query: Query,
  staffId: string,
  { idleS, lifetimeS }: SessionLimits,
  { after, rowsMax }: { readonly after: string | undefined; readonly rowsMax: number },
): Promise<Session[]> {
  return await query<Session>`
    select session.id, session.created_at, used.last_used_at
    from session
    cross join lateral (
      select max(issued_at) as last_used_at from refresh_token where session_id = session.id
    ) used
    where session.staff_id = ${staffId}
      and session.id > coalesce(${after ?? null}::uuid, '00000000-0000-0000-0000-000000000000')
      and session.ended_at is null
      and session.created_at > now() - make_interval(secs => ${lifetimeS})
      and used.last_used_at > now() - make_interval(secs => ${idleS})
    order by session.id
    limit ${rowsMax}`;
}

// Whatever ends a session also puts it into the log of revocations, in the same transaction: a trigger sees to that.

export async function endSession(query: Query, sessionId: string): Promise<void> {
  await query`update session set ended_at = now() where id = ${sessionId} and ended_at is null`;
}

/** Ends a session, with `staffId` only if it is that account's, and says whether there was one to end. */
export async function endSessionOf(query: Query, sessionId: string, staffId: string | undefined): Promise<boolean> {
  const ended = await query`
    update session set ended_at = now()
    where id = ${sessionId} and ended_at is null and staff_id = coalesce(${staffId ?? null}::uuid, staff_id)
    returning id`;
  return ended.length > 0;
}

export async function endSessionOfToken(query: Query, digest: Uint8Array): Promise<void> {
  await query`
    update session set ended_at = now()
    where id = (select session_id from refresh_token where digest = ${digest}) and ended_at is null`;
}

/** Ends all sessions of an account but one. */
export async function endOtherSessions(query: Query, staffId: string, sessionId: string | undefined): Promise<void> {
  await query`
    update session set ended_at = now()
    where staff_id = ${staffId} and ended_at is null and id is distinct from ${sessionId ?? null}`;
}

/** Forgets sessions that ended or ran out more than a day ago, some at a time; their tokens go with them. */
export async function pruneSessions(query: Query, lifetimeS: number, rowsMax: number): Promise<void> {
  await query`
    delete from session
    where id = any(array(
      select id from session
      where coalesce(ended_at, created_at + make_interval(secs => ${lifetimeS})) < now() - interval '1 day'
      limit ${rowsMax}
    ))`;
}
