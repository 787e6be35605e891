-- Which answer belongs to an Idempotency-Key. It commits together with what it led to, so a repeat finds both or
-- neither. The answer holds a one-time link, so it lies here sealed under a key that is not in this database.
create table idempotency_key (
  subject        text           not null,
  operation      text           not null,
  key            text           not null check (char_length(key) between 1 and 255),
  body_digest    bytea          not null,
  sealed_answer  bytea,
  created_at     timestamptz(3) not null default now(),
  primary key (subject, operation, key)
);

create index idempotency_key_age on idempotency_key (created_at);

comment on column idempotency_key.sealed_answer is 'Null only while the transaction that claimed the key is under way.';
