-- Programs that sign in by themselves (RFC 6749, client credentials), our own services among them.
create table client (
  id             text   primary key,
  secret_digest  bytea  not null,
  scopes         text[] not null
);

comment on column client.secret_digest is 'SHA-256: secrets are random and long, never chosen by a person.';
