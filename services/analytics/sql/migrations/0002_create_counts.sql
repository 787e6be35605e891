-- What the answers are made of: each batch of events changes the counts in the statement that changes the states, so
-- that nobody ever has to count patients.

-- How many patients, who are not deleted, have this in common.
create table demographic_count (
  dimension  text   not null check (dimension in ('sex', 'birth_year', 'country', 'city')),
  key        text   collate "C" not null,
  count      bigint not null,
  primary key (dimension, key)
) with (fillfactor = 70);

comment on column demographic_count.key is '''unknown'' for those of whom nobody said.';

-- There may be as many cities as people can spell: the most common ones are found without looking at the others.
create index demographic_count_largest on demographic_count (dimension, count desc, key) where count > 0;

-- How many patients the system registered in a quarter of an hour. The offset of every time zone is a multiple of
-- that, so hours, days, weeks and months of all of them are sums of quarters.
create table registration_count (
  quarter  timestamptz primary key check (quarter = date_bin('15 minutes', quarter, '2000-01-01T00:00:00Z')),
  count    bigint not null
) with (fillfactor = 70);

-- A check constraint would judge the row that an upsert proposes as well, and that one holds a difference.
create function refuse_negative_count() returns trigger
language plpgsql as $$
begin
  raise exception 'a count in % would fall below zero', tg_table_name using errcode = 'check_violation';
end $$;

create trigger demographic_count_not_negative after insert or update on demographic_count
  for each row when (new.count < 0) execute function refuse_negative_count();

create trigger registration_count_not_negative after insert or update on registration_count
  for each row when (new.count < 0) execute function refuse_negative_count();
