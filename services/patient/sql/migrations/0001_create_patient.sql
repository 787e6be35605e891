-- The patient register: one row for each person in our care.
create sequence mrn_number;

-- ISO 7064 MOD 37-2: the check character of a string of digits and capital letters.
create function mrn_check_character(body text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*';
  sum integer := 0;
begin
  for i in 1 .. length(body) loop
    sum := (sum + strpos(alphabet, substr(body, i, 1)) - 1) * 2 % 37;
  end loop;
  return substr(alphabet, (38 - sum) % 37 + 1, 1);
end $$;

-- Eight digits and a check character. Numbers whose check character would be * are passed over: nobody dictates a star.
create function next_mrn() returns text
language plpgsql volatile as $$
declare
  body text;
  check_character text;
begin
  loop
    body := lpad(nextval('mrn_number')::text, 8, '0');
    check_character := mrn_check_character(body);
    exit when check_character <> '*';
  end loop;
  return body || check_character;
end $$;

create table patient (
  id               uuid           primary key,
  mrn              text           not null default next_mrn(),
  name             text           not null check (char_length(name) between 1 and 100),
  family_name      text           check (char_length(family_name) between 1 and 100),
  given_name       text           check (char_length(given_name) between 1 and 100),
  date_of_birth    date           not null check (date_of_birth >= '1875-01-01'),
  sex              text           check (sex in ('female', 'male', 'other', 'unknown')),
  email            text           check (char_length(email) between 1 and 254),
  phone            text           check (phone ~ '^\+[1-9][0-9]{1,14}$'),
  address          text           check (char_length(address) between 1 and 500),
  city             text           check (char_length(city) between 1 and 100),
  postal_code      text           check (char_length(postal_code) between 1 and 20),
  country          text           check (country ~ '^[A-Z]{2}$'),
  language         text           check (char_length(language) between 1 and 35),
  registered_date  date           not null,
  version          integer        not null default 1 check (version > 0),
  created_at       timestamptz(3) not null default now(),
  updated_at       timestamptz(3) not null default now(),
  deleted_at       timestamptz(3),
  constraint patient_mrn_unique unique (mrn)
);

comment on column patient.version is 'Rises by one on each change, deleting and restoring too. Clients hold it as the ETag.';

-- The list of those who are not deleted, oldest first: ids are UUIDv7, so their order is the order of registration.
create index patient_live on patient (id) where deleted_at is null;

-- Every state that a record ever had.
create table patient_version (
  patient_id  uuid           not null references patient (id),
  version     integer        not null,
  record      jsonb          not null,
  changed_at  timestamptz(3) not null default now(),
  changed_by  text           not null,
  primary key (patient_id, version)
);

comment on column patient_version.changed_by is 'The subject of the token that asked for the change.';
