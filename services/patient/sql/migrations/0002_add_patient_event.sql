-- What an event tells about a patient: ids, version and what may be counted. Never a name, contact or birth date.
create function patient_event(kind text, patient patient) returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'kind', kind,
    'version', patient.version,
    'occurredAtMs', floor(extract(epoch from patient.updated_at) * 1000)::bigint,
    'birthYear', extract(year from patient.date_of_birth)::integer,
    'sex', coalesce(patient.sex, ''),
    'city', coalesce(patient.city, ''),
    'country', coalesce(patient.country, ''),
    'createdAtMs', floor(extract(epoch from patient.created_at) * 1000)::bigint,
    'deleted', patient.deleted_at is not null
  )
$$;
