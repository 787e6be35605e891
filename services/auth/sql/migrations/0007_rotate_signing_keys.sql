-- A key is published before it signs. The newest of those whose time has come signs; one that another has followed stays
-- published until the last token that it signed has expired.
alter table signing_key add column signs_from timestamptz(3);
update signing_key set signs_from = created_at;
alter table signing_key
  alter column signs_from set not null,
  alter column signs_from set default now();
