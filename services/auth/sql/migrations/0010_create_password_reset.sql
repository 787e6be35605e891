-- The one-time link with which somebody chooses a password. An account has one at most: a new one voids the old one.
-- Only the SHA-256 of its token is kept: it has 256 random bits, so nothing slower is needed.
create table password_reset (
  staff_id    uuid           primary key references staff (id) on delete cascade,
  digest      bytea          not null unique,
  expires_at  timestamptz(3) not null
);
