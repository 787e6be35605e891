-- The keys that access tokens are signed with. The private half is sealed under a key that is not in this database.
create table signing_key (
  kid             text           primary key,
  public_jwk      jsonb          not null,
  sealed_private  bytea          not null,
  created_at      timestamptz(3) not null default now()
);
