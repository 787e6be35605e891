-- What must follow a change: one row per destination, deleted once that destination has it.
-- Rows do not commit in the order of their positions, so nobody may remember "the last one read".
create table outbox (
  destination    text           not null check (destination in ('billing', 'kafka')),
  position       bigint         generated always as identity,
  event_id       uuid           not null default uuidv7(),
  patient_id     uuid           not null,
  payload        jsonb          not null,
  traceparent    text,
  attempts       integer        not null default 0,
  parked_reason  text,
  queued_at      timestamptz(3) not null default now(),
  primary key (destination, position)
) with (
  -- The table is mostly empty but sees every change twice: clean it by the row, not by its share.
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_threshold = -1
);

create index outbox_parked on outbox (destination, patient_id) where parked_reason is not null;
