-- Which registration belongs to an Idempotency-Key. A row commits together with the patient it led to, so a repeat
-- finds both or neither; the answer is that patient's first version.
create table idempotency_key (
  subject      text           not null,
  operation    text           not null,
  key          text           not null check (char_length(key) between 1 and 255),
  body_digest  bytea          not null,
  patient_id   uuid           not null,
  created_at   timestamptz(3) not null default now(),
  primary key (subject, operation, key)
);

create index idempotency_key_age on idempotency_key (created_at);
