"""A submitted response is never changed again, whoever asks; only its dossier may pass to another unit."""

from django.db import migrations

SEAL = """
create or replace function instruments_seal() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if old.state = 'submitted'
     and to_jsonb(old) - '{zone,version}'::text[] is distinct from to_jsonb(new) - '{zone,version}'::text[] then
    raise exception 'a submitted response does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger seal before update on instruments_response for each row execute function instruments_seal();
"""
BREAK = "drop trigger seal on instruments_response; drop function instruments_seal();"


class Migration(migrations.Migration):
    dependencies = [("instruments", "0001_initial")]
    operations = [migrations.RunSQL(SEAL, BREAK)]
