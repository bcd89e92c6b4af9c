"""An identifier that is borne already by somebody the writer may not even know of.

To refuse it would tell that such a person exists. So it is taken in as contested, and those who guard the other
person are told. Where the bearer is known (in full or masked) the unique constraint refuses, as it should.
"""

STANDING = """
create or replace function registry_identifier_standing() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare bearers bigint[];
begin
  select array_agg(p.id) into bearers
  from registry_personidentifier i join registry_person p on p.id = i.person_id
  where i.kind = new.kind and i.value = new.value and i.country = new.country and i.ended_at is null
    and i.person_id <> new.person_id and new.kind <> all(array['school', 'none'])
    and registry_sight(p.zone, p.dossier_id, my_zones(), my_dossiers(), my_walls(), himaya_is_system()) = 'none';
  new.standing := 'sole';
  if bearers is not null then
    new.standing := 'contested';
    perform registry_sighted(bearers, 'identifier');
  end if;
  return new;
end $$;

create or replace trigger identifier_standing before insert or update of value, kind, country
  on registry_personidentifier for each row execute function registry_identifier_standing();
"""
