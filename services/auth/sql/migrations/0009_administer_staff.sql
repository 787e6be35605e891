-- Accounts that administrators invite, change and disable.
alter table staff
  alter column password_hash drop not null,
  add column password_change_required boolean not null default false,
  add column disabled_at timestamptz(3),
  add column version integer not null default 1 check (version > 0),
  add column updated_at timestamptz(3) not null default now();

comment on column staff.password_hash is 'Null after an invitation or a reset, until its owner has chosen a password.';
comment on column staff.version is 'Rises by one on each change that an administrator sees. Clients hold it as the ETag.';

-- A disabled administrator is none: whoever has the database may then make another one.
create or replace function insert_first_administrator(new_email text, new_display_name text, new_password_hash text)
returns boolean
language plpgsql volatile as $$
begin
  lock table staff in share row exclusive mode;
  insert into staff (email, display_name, password_hash, roles)
  select new_email, new_display_name, new_password_hash, array['ADMIN']
  where not exists (select from staff where 'ADMIN' = any(roles) and disabled_at is null)
  on conflict (lower(email)) do nothing;
  return found;
end $$;
