-- In a search upper and lower case are one. lower() of PostgreSQL goes letter by letter, so it tells Σ from ς and SS from
-- ß; casefold() does not. The collation is named: whatever a server's locale, it finds the same people in one order.
drop index patient_live_name;
drop index patient_live_email;
create index patient_live_name on patient (casefold(name collate pg_unicode_fast), id) where deleted_at is null;
create index patient_live_email on patient (casefold(email collate pg_unicode_fast), id) where deleted_at is null;
