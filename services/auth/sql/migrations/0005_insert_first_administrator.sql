-- The first administrator, if there is none. Of several who ask at once the second waits for the first and then sees what
-- it did: in one plain statement each would look at the accounts as they were before.
create function insert_first_administrator(new_email text, new_display_name text, new_password_hash text) returns boolean
language plpgsql volatile as $$
begin
  lock table staff in share row exclusive mode;
  insert into staff (email, display_name, password_hash, roles)
  select new_email, new_display_name, new_password_hash, array['ADMIN']
  where not exists (select from staff where 'ADMIN' = any(roles))
  on conflict (lower(email)) do nothing;
  return found;
end $$;
