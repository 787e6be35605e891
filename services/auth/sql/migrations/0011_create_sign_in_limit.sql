-- Failed sign-ins, so that passwords cannot be tried at will. In the database and not in memory: there may be several
-- auth services, and a restart must not forgive anything. Accounts, also those that there are not, and addresses are
-- named by a keyed hash: nobody reads here who tried to sign in, or from where.
create table sign_in_account (
  digest      bytea          primary key,
  failures    integer        not null check (failures > 0),
  failed_at   timestamptz(3) not null,
  wait_until  timestamptz(3) not null
);

create index sign_in_account_age on sign_in_account (failed_at);

comment on column sign_in_account.failures is 'In a row: a success removes the row.';

-- A bucket of allowed failures for each address, which fills up again by and by.
create table sign_in_address (
  digest   bytea          primary key,
  full_at  timestamptz(3) not null
);

create index sign_in_address_age on sign_in_address (full_at);
