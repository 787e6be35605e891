-- The newest state known of each patient, as far as it is counted. Nothing here says who somebody is.
create table patient_state (
  patient_id  uuid           primary key,
  version     integer        not null check (version > 0),
  birth_year  integer        not null,
  sex         text,
  city        text,
  country     text,
  created_at  timestamptz(3) not null,
  deleted     boolean        not null
) with (fillfactor = 90); -- Room for a row's next version beside it: an update then touches no index.

comment on column patient_state.version is
  'An event is applied only if its version is higher: that is what makes doubles and late ones harmless.';
comment on column patient_state.created_at is 'When the system took the registration.';
