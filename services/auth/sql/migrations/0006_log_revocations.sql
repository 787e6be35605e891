-- What each service must know of sessions that ended: their access tokens are no longer good. Whoever follows the log
-- remembers the last position it saw. So positions must become visible in their order: they are counted in one row,
-- which stays locked until the transaction that took them is over.
create table revocation_log (
  id        boolean primary key default true check (id),
  position  bigint  not null default 0
);

insert into revocation_log default values;

create table revocation (
  position    bigint         primary key,
  session_id  uuid           not null,
  revoked_at  timestamptz(3) not null default now()
);

create index revocation_revoked_at on revocation (revoked_at);

-- However a session is ended, it stands in the log. Once for each statement and after it: whoever waits for the log has
-- all the sessions that it wants.
create function log_revocations() returns trigger
language plpgsql as $$
declare
  ended uuid[];
  last bigint;
begin
  select array_agg(after.id) into ended
  from session_after after join session_before before on before.id = after.id
  where before.ended_at is null and after.ended_at is not null;
  if ended is null then
    return null;
  end if;
  update revocation_log set position = position + cardinality(ended) returning position into last;
  insert into revocation (position, session_id)
  select last - cardinality(ended) + place, id from unnest(ended) with ordinality as each (id, place);
  return null;
end $$;

create trigger session_revoked after update on session
referencing old table as session_before new table as session_after
for each statement execute function log_revocations();
