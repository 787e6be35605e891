-- Who may sign in.
create table staff (
  id             uuid           primary key default uuidv7(),
  email          text           not null check (char_length(email) between 3 and 254),
  display_name   text           not null check (char_length(display_name) between 1 and 100),
  password_hash  text           not null check (password_hash like '$argon2id$%'),
  roles          text[]         not null check (
    roles <@ array['ADMIN', 'REGISTRAR', 'CLINICIAN', 'BILLING_CLERK', 'ANALYST', 'PRIVACY_OFFICER']
  ),
  created_at     timestamptz(3) not null default now()
);

create unique index staff_email_unique on staff (lower(email));

-- One sign-in and the refresh tokens that follow from it, one after another.
create table session (
  id          uuid           primary key default uuidv7(),
  staff_id    uuid           not null references staff (id),
  created_at  timestamptz(3) not null default now()
);

create index session_staff on session (staff_id);

-- Only the SHA-256 of a token is kept: it has 256 random bits, so nothing slower is needed.
create table refresh_token (
  digest      bytea          primary key,
  session_id  uuid           not null references session (id) on delete cascade,
  issued_at   timestamptz(3) not null default now()
);

create index refresh_token_session on refresh_token (session_id);
