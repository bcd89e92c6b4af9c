"""The database's own hold on states: only a step changes a state, and only from where the step says."""

from collections.abc import Iterable

FUNCTIONS = """
create or replace function workflow_take_step() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare moved int;
begin
  if not exists (select 1 from pg_trigger t where t.tgrelid = new.subject_table::regclass
                 and t.tgname = 'state_by_step') then
    raise exception 'no process governs %', new.subject_table;
  end if;
  if new.from_state = '' then
    return null;
  end if;
  execute format('update %I set status = $1 where id = $2 and status = $3 and dossier_id = $4', new.subject_table)
    using new.to_state, new.subject_id, new.from_state, new.dossier_id;
  get diagnostics moved = row_count;
  if moved <> 1 then
    raise exception 'the record is no longer in state %', new.from_state using errcode = 'serialization_failure';
  end if;
  return null;
end $$;

create or replace function workflow_state_by_step() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.status is distinct from old.status and pg_trigger_depth() < 2 then
    raise exception 'a state changes only by a step' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create or replace trigger take_step after insert on workflow_step
  for each row execute function workflow_take_step();
"""


def govern(table: str, states: Iterable[str]) -> str:
    """The hold on one table: its states are these, and change only by a step."""
    known = ", ".join(f"'{s}'" for s in sorted(states))
    return f"""
create or replace trigger state_by_step before update on {table}
  for each row execute function workflow_state_by_step();
alter table {table} drop constraint if exists {table}_state_known;
alter table {table} add constraint {table}_state_known check (status in ({known}));
"""
