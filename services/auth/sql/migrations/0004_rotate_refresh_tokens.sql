-- A refresh token is used once and leaves a successor. The successor is kept too, sealed under a key that only the
-- token itself gives: a client that lost the answer may ask once more for a short while.
alter table refresh_token
  add column used_at           timestamptz(3),
  add column successor_digest  bytea,
  add column sealed_successor  bytea,
  add constraint refresh_token_used_with_successor check (
    (used_at is null) = (successor_digest is null) and (used_at is null) = (sealed_successor is null)
  );

alter table session add column ended_at timestamptz(3);
