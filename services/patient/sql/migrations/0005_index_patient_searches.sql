-- One index for each way of looking for people and for each order of the list; the id makes every order total, so that
-- a page begins exactly after the last row of the one before.
create index patient_live_name on patient (lower(name), id) where deleted_at is null;
create index patient_live_registered_date on patient (registered_date, id) where deleted_at is null;
create index patient_live_date_of_birth on patient (date_of_birth, id) where deleted_at is null;
create index patient_live_email on patient (lower(email), id) where deleted_at is null;
create index patient_live_phone on patient (phone, id) where deleted_at is null;
