-- The model can be made anew beside the one that answers: in a schema of its own, with the same names, so that the same
-- statements fill it. Then it takes the other one's place as a whole.
create function model_tables() returns text[]
language sql immutable as $$
  select array['patient_state', 'demographic_count', 'registration_count']
$$;

-- Makes an empty model in the schema `rebuild`; one that is there, left by a rebuild that did not end, goes.
create function begin_rebuild() returns void
language plpgsql as $$
declare
  name text;
  options text[];
  definition text;
begin
  drop schema if exists rebuild cascade;
  create schema rebuild;
  foreach name in array model_tables() loop
    -- Not its indexes: they would get names of their own, and later migrations know them by these.
    execute format('create table rebuild.%1$I (like public.%1$I including all excluding indexes)', name);
    select reloptions into options from pg_class where oid = format('public.%I', name)::regclass;
    if options is not null then
      execute format('alter table rebuild.%I set (%s)', name, array_to_string(options, ', '));
    end if;
    for definition in
      select pg_get_indexdef(indexrelid) from pg_index where indrelid = format('public.%I', name)::regclass
      union all
      select pg_get_triggerdef(oid) from pg_trigger
      where tgrelid = format('public.%I', name)::regclass and not tgisinternal
    loop
      execute replace(definition, ' ON public.', ' ON rebuild.');
    end loop;
    for definition in
      select format('alter table rebuild.%1$I add constraint %2$I primary key using index %2$I', name, conname)
      from pg_constraint where conrelid = format('public.%I', name)::regclass and contype = 'p'
    loop
      execute definition;
    end loop;
  end loop;
end $$;

-- Puts the model of `rebuild` in the place of the one that answers. Readers wait for as long as this transaction takes.
create function finish_rebuild() returns void
language plpgsql as $$
declare
  name text;
begin
  foreach name in array model_tables() loop
    execute format('drop table public.%I', name);
    execute format('alter table rebuild.%I set schema public', name);
  end loop;
  drop schema rebuild;
end $$;
