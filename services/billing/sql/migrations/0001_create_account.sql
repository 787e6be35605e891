-- One billing account for each patient, for good: it stays when the patient is deleted.
create table account (
  id          uuid           primary key default uuidv7(),
  patient_id  uuid           not null,
  status      text           not null default 'ACTIVE' check (status in ('ACTIVE')),
  currency    text           not null check (currency ~ '^[A-Z]{3}$'),
  created_at  timestamptz(3) not null default now(),
  constraint account_patient_unique unique (patient_id)
);

comment on constraint account_patient_unique on account is
  'Opening is idempotent by patient: however often and by however many it is asked for, there is one account.';
