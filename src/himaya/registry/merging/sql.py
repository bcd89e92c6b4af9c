"""The doors of merging and unmerging: narrow functions that run as the owner, because what points at a person lies
in files of other units (cases, reports, plans) which the merger may not see.

What points at a person is found from the models of all contexts after every migration: no table is forgotten when
one is added. A row that would break a constraint where it would come to stand is left and written down as kept
aside. Everything moved is written down row by row, so that undoing puts exactly that back."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from himaya.access.models import Dossier, DossierKey, Protected
from himaya.access.roles import PERSON_JUDGE, ROLES, listed
from himaya.registry.people.models import Person


class Pointer(NamedTuple):
    """A column that points at a person (`person`) or says in whose dossier a row lies (`dossier`)."""

    table: str
    column: str
    key: str
    what: str


def pointers() -> list[Pointer]:
    """Every column of every context that follows a person into another."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        table, key = model._meta.db_table, str(model._meta.pk.column) if model._meta.pk else "id"
        stays = getattr(model, "stays_with_merged", False)
        for field in model._meta.local_concrete_fields:
            to = field.related_model
            if to is Person and not stays:
                found.append(Pointer(table, str(field.column), key, "person"))
            elif to is Dossier and field.name == "dossier" and _moves(model):
                found.append(Pointer(table, str(field.column), key, "dossier"))
    return found


def _moves(model: type[models.Model]) -> bool:
    """Whether rows of the table go from one dossier to another: all private ones but a dossier's own key."""
    return issubclass(model, Protected) and model is not DossierKey


class Branch(NamedTuple):
    """A private row that hangs from another: where that one goes, it goes."""

    table: str
    column: str
    parent: str
    parent_key: str


def branches() -> list[Branch]:
    """Every reference from one private row to another; but not of a row that names a person itself."""
    return [
        Branch(model._meta.db_table, str(field.column), to._meta.db_table, str(to._meta.pk.column))
        for model in apps.get_models()
        if _moves(model) and not _names_a_person(model)
        for field in model._meta.local_concrete_fields
        if (to := _private(field)) and to._meta.pk
    ]


def _names_a_person(model: type[models.Model]) -> bool:
    return model is Person or any(f.related_model is Person for f in model._meta.local_concrete_fields)


def _private(field: Any) -> type[models.Model] | None:
    to = field.related_model
    return to if isinstance(to, type) and issubclass(to, Protected) else None


MOVE = """
-- Who may judge whether two records are one person.
create or replace function registry_may_judge() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select himaya_is_system() or exists (
    select from access_membership m join access_user u on u.id = m.user_id and u.is_active
    where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({judges}))
$$;

-- Moves one column of the rows that hold `was` to `now`, and writes down each; what a constraint keeps is written
-- down as aside. Nothing but the merging doors calls it, with columns from the list of models.
create or replace function registry_move_rows(
  merge bigint, tab text, key text, col text, what text, was bigint, now bigint, home bigint
) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  r record; held text; writes text; notes text;
  again text := case when what = 'dossier' and tab = 'access_history'
                  then ', zone = (select d.zone from access_dossier d where d.id = $2)' else '' end;
begin
  writes := format('update %I set %I = $2%s where %I = $1', tab, col, again, col);
  notes := 'insert into registry_mergemove (merge_id, table_name, row_id, column_name, was, now, aside, held_by, '
    || 'dossier_id, zone, version, created_at) ';
  begin
    execute format('with moved as (%s and not exists (select from registry_mergemove m where m.merge_id = $3 '
        || 'and m.aside and m.table_name = %L and m.row_id = %I.%I and m.column_name = %L) returning %I as id) ',
        writes, tab, tab, key, col, key)
      || notes || format('select $3, %L, moved.id, %L, to_jsonb($1), to_jsonb($2), false, '''', $4, 0, 1, '
      || 'himaya_now() from moved on conflict do nothing', tab, col)
      using was, now, merge, home;
    return;
  exception when unique_violation or check_violation or exclusion_violation then null;
  end;
  for r in execute format('select %I as id from %I where %I = $1 order by 1', key, tab, col) using was loop
    continue when exists (select from registry_mergemove m where m.merge_id = merge and m.aside
                          and m.table_name = tab and m.row_id = r.id and m.column_name = col);
    begin
      execute writes || format(' and %I = $3', key) using was, now, r.id;
      held := null;
    exception when unique_violation or check_violation or exclusion_violation then
      get stacked diagnostics held = constraint_name;
      held := coalesce(held, 'rule');
    end;
    execute notes || 'values ($1, $2, $3, $4, to_jsonb($5), to_jsonb($6), $7, $8, $9, 0, 1, himaya_now()) '
      || 'on conflict do nothing'
      using merge, tab, r.id, col, was, now, held is not null, coalesce(held, ''), home;
  end loop;
end $$;

-- Everything that points at the merged record comes to the kept one, wherever that stands by now. Run again later
-- it brings what was written onto the merged record by somebody whose page was open meanwhile.
create or replace function registry_move_all(merge bigint, grants boolean) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  m record; keeper record; p record;
begin
  select * into m from registry_merge x where x.id = merge;
  select k.id, k.dossier_id into keeper from registry_person k
    where k.id = (select coalesce(x.merged_into_id, x.id) from registry_person x where x.id = m.kept_id);
  for p in select * from (values
{pointers}
  ) as listed (tab, key, col, what) loop
    continue when p.tab = 'access_grant' and not grants;
    perform registry_move_rows(
      merge, p.tab, p.key, p.col, p.what,
      case p.what when 'person' then m.merged_id else m.merged_dossier_id end,
      case p.what when 'person' then keeper.id else keeper.dossier_id end, keeper.dossier_id);
  end loop;
end $$;

-- Texts that are closed with the key of their dossier: moved with the row, closed again with the other key by the
-- application, which alone can open them. A row whose text was destroyed stays where it was.
create or replace function registry_move_closed(merge bigint, closed jsonb, home bigint) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare c jsonb; before text;
begin
  for c in select * from jsonb_array_elements(closed) loop
    if not exists (select from (values
{closed}
    ) as listed (tab, col) where listed.tab = c ->> 'table' and listed.col = c ->> 'column') then
      raise exception 'no closed column' using errcode = 'insufficient_privilege';
    end if;
    execute format('select %I from %I where id = $1', c ->> 'column', c ->> 'table')
      into before using (c ->> 'row')::bigint;
    continue when before is null or c ->> 'now' is null or before <> c ->> 'was';
    execute format('update %I set %I = $1 where id = $2', c ->> 'table', c ->> 'column')
      using c ->> 'now', (c ->> 'row')::bigint;
    insert into registry_mergemove
      (merge_id, table_name, row_id, column_name, was, now, aside, held_by, dossier_id, zone, version, created_at)
    values (merge, c ->> 'table', (c ->> 'row')::bigint, c ->> 'column', to_jsonb(before), c -> 'now', false, '',
            home, 0, 1, himaya_now())
    on conflict do nothing;
  end loop;
end $$;
"""

MERGE = """
-- Makes one record of two. The answer: 'merged', or why not: 'none' (one is not there for the actor), 'gone' (one
-- was merged meanwhile), 'self', 'circle' (one is the other's ancestor), 'guarded' (the less guarded would be kept).
create or replace function registry_merge_people(
  kept bigint, merged bigint, public_id text, reason text, second bigint, ground jsonb, closed jsonb
) returns table (state text, merge bigint)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  k record; m record; made bigint; level int; unit bigint; grants boolean;
begin
  if not registry_may_judge() then
    raise exception 'not a judge of records' using errcode = 'insufficient_privilege';
  end if;
  if kept = merged then return query select 'self', null::bigint; return; end if;
  perform 1 from registry_person p where p.id in (kept, merged) order by p.id for update;
  select p.id, p.dossier_id, p.zone, p.merged_into_id into k from registry_person p where p.id = kept;
  select p.id, p.dossier_id, p.zone, p.merged_into_id, d.unit_id into m
    from registry_person p join access_dossier d on d.id = p.dossier_id where p.id = merged;
  if k.id is null or m.id is null or not access_may_see(k.dossier_id) or not access_may_see(m.dossier_id) then
    return query select 'none', null::bigint; return;
  end if;
  if k.merged_into_id is not null or m.merged_into_id is not null then
    return query select 'gone', null::bigint; return;
  end if;
  if m.zone % 4 > k.zone % 4 then return query select 'guarded', null::bigint; return; end if;
  if registry_descends(kept, merged) or registry_descends(merged, kept) then
    return query select 'circle', null::bigint; return;
  end if;
  perform 1 from access_dossier d where d.id in (k.dossier_id, m.dossier_id) order by d.id for update;
  insert into registry_merge
    (public_id, kept_id, merged_id, merged_dossier_id, reason, ground, merged_at, merged_by_id, second_by_id,
     undone_reason, dossier_id, zone, version, created_at)
  values (public_id, kept, merged, m.dossier_id, reason, ground, himaya_now(), himaya_actor(), second, '',
          k.dossier_id, k.zone, 1, clock_timestamp())
  returning id into made;
  level := k.zone % 4;
  -- Who was let into an open record is not thereby let into a sealed one.
  grants := level < 2 or m.zone % 4 = 2;
  insert into registry_mergemove
    (merge_id, table_name, row_id, column_name, was, now, aside, held_by, dossier_id, zone, version, created_at)
  select made, e ->> 'table', (e ->> 'row')::bigint, 'dossier_id', to_jsonb(m.dossier_id), to_jsonb(k.dossier_id),
         true, 'erased', k.dossier_id, 0, 1, himaya_now()
  from jsonb_array_elements(closed) e where e ->> 'now' is null;
  perform registry_move_all(made, grants);
  perform registry_move_closed(made, closed, k.dossier_id);
  update registry_person p set merged_into_id = kept where p.id = merged;
  if level = 0 and m.unit_id <> k.zone / 4 then
    insert into access_grant (dossier_id, zone, version, created_at, unit_id, ground, source, given_by_id)
    values (k.dossier_id, k.zone, 1, himaya_now(), m.unit_id, 'merge', 'merge:' || made, himaya_actor())
    on conflict do nothing;
  end if;
  insert into registry_mergenews (merge_id, what, dossier_id, zone, version, created_at)
    values (made, 'merged', k.dossier_id, k.zone, 1, himaya_now());
  return query select 'merged', made;
end $$;

-- Is `elder` among the ancestors of `who`, anywhere in the register?
create or replace function registry_descends(who bigint, elder bigint) returns boolean
language sql stable set search_path = public, pg_temp as $$
  with recursive above (id) as (
    select who
    union
    select r.other_id from above a join registry_relationship r on r.person_id = a.id
    where r.kind in ('mother', 'father', 'parent') and r.ended_on is null
  )
  select exists (select from above where id = elder)
$$;

-- Brings what was written onto a merged record after the merge, by pages that were open meanwhile.
create or replace function registry_merge_again(merge bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare m record;
begin
  if not himaya_is_system() then
    raise exception 'for the worker' using errcode = 'insufficient_privilege';
  end if;
  select x.undone_at, x.zone, d.zone as before into m
    from registry_merge x join access_dossier d on d.id = x.merged_dossier_id where x.id = merge;
  if m.undone_at is null then perform registry_move_all(merge, m.zone % 4 < 2 or m.before % 4 = 2); end if;
end $$;
"""

UNDO = """
-- Puts back what a merge moved, as far as it still stands where the merge put it, and gives to the returned record
-- what a human says is theirs of what was written since. The answer: 'undone', 'gone' or 'none'.
create or replace function registry_unmerge_people(
  merge bigint, reason text, given jsonb, closed jsonb
) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  m record; keeper record; p record; c record; g jsonb; own bigint;
begin
  if not registry_may_judge() then
    raise exception 'not a judge of records' using errcode = 'insufficient_privilege';
  end if;
  select * into m from registry_merge x where x.id = merge for update;
  if m.id is null or not access_may_see(m.dossier_id) then return 'none'; end if;
  if m.undone_at is not null then return 'gone'; end if;
  own := m.merged_dossier_id;
  select k.id, k.dossier_id into keeper from registry_person k
    where k.id = (select coalesce(x.merged_into_id, x.id) from registry_person x where x.id = m.kept_id);
  perform 1 from registry_person x where x.id in (keeper.id, m.merged_id) order by x.id for update;
  update registry_person x set merged_into_id = null where x.id = m.merged_id;
  for c in select v.table_name, v.row_id, v.column_name, v.was #>> '{{}}' as was, v.now #>> '{{}}' as now
           from registry_mergemove v where v.merge_id = merge and jsonb_typeof(v.was) = 'string' loop
    execute format('update %I set %I = $1 where id = $2 and %I in ('
        || 'with recursive became (text) as (select $3 union select v.now #>> ''{{}}'' from became b '
        || 'join registry_mergemove v on v.was #>> ''{{}}'' = b.text and v.table_name = %L and v.row_id = $2 '
        || 'and v.column_name = %L) select text from became)',
        c.table_name, c.column_name, c.column_name, c.table_name, c.column_name)
      using c.was, c.row_id, c.now;
  end loop;
  for g in select * from jsonb_array_elements(closed) loop
    perform registry_close_again(g);
  end loop;
  for p in select * from (values
{pointers}
  ) as listed (tab, key, col, what) loop
    perform registry_put_back(merge, p.tab, p.key, p.col, p.what,
      case p.what when 'person' then keeper.id else keeper.dossier_id end);
    perform registry_give(given, p.tab, p.key, p.col,
      case p.what when 'person' then keeper.id else keeper.dossier_id end,
      case p.what when 'person' then m.merged_id else own end);
  end loop;
  perform registry_branches_follow(keeper.dossier_id, own);
  update access_history h set dossier_id = own, zone = d.zone
    from registry_mergemove v, access_dossier d
    where v.merge_id = merge and v.column_name = 'dossier_id' and not v.aside and h.table_name = v.table_name
      and h.row_id = v.row_id and h.dossier_id = keeper.dossier_id and d.id = own;
  update access_grant t set ended_at = himaya_now()
    where t.ground = 'merge' and t.source = 'merge:' || merge and t.ended_at is null;
  update registry_merge x set undone_at = himaya_now(), undone_by_id = himaya_actor(), undone_reason = reason
    where x.id = merge;
  insert into registry_mergenews (merge_id, what, dossier_id, zone, version, created_at)
    values (merge, 'unmerged', m.dossier_id, m.zone, 1, himaya_now());
  return 'undone';
end $$;

create or replace function registry_put_back(
  merge bigint, tab text, key text, col text, what text, stands bigint
) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  again text := case when what = 'dossier' and tab = 'access_history'
                  then ', zone = (select d.zone from access_dossier d where d.id = (v.was #>> ''{{}}'')::bigint)'
                  else '' end;
begin
  execute format('update %I t set %I = (v.was #>> ''{{}}'')::bigint%s from registry_mergemove v where v.merge_id = $1 '
      || 'and v.table_name = %L and v.column_name = %L and not v.aside and t.%I = v.row_id and t.%I = $2',
    tab, col, again, tab, col, key, col) using merge, stands;
end $$;

create or replace function registry_give(given jsonb, tab text, key text, col text, was bigint, now bigint)
returns void
language plpgsql volatile set search_path = public, pg_temp as $$
#variable_conflict use_variable
begin
  execute format('update %I t set %I = $1 from jsonb_array_elements($3) g '
      || 'where g ->> ''table'' = %L and t.%I = (g ->> ''row'')::bigint and t.%I = $2', tab, col, tab, key, col)
    using now, was, given;
end $$;

create or replace function registry_close_again(c jsonb) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
begin
  if not exists (select from (values
{closed}
  ) as listed (tab, col) where listed.tab = c ->> 'table' and listed.col = c ->> 'column') then
    raise exception 'no closed column' using errcode = 'insufficient_privilege';
  end if;
  execute format('update %I set %I = $1 where id = $2 and %I = $3', c ->> 'table', c ->> 'column', c ->> 'column')
    using c ->> 'now', (c ->> 'row')::bigint, c ->> 'was';
end $$;

-- What was written since below a row that went back (a source's newer telling) goes back with it.
create or replace function registry_branches_follow(stays bigint, own bigint) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare b record;
begin
  for _turn in 1..2 loop
    for b in select * from (values
{branches}
    ) as listed (tab, col, parent, parent_key) loop
      execute format('update %I t set dossier_id = $2 from %I p where p.%I = t.%I and t.dossier_id = $1 '
        || 'and p.dossier_id = $2', b.tab, b.parent, b.parent_key, b.col) using stays, own;
    end loop;
  end loop;
end $$;
"""


def _rows(found: Iterable[tuple[str, ...]]) -> str:
    return ",\n".join("    (" + ", ".join(f"'{cell}'" for cell in row) + ")" for row in sorted(set(found)))


def closed_columns(present: set[str]) -> list[tuple[str, str]]:
    """Columns closed with the key of their dossier."""
    return [
        (model._meta.db_table, str(field.column))
        for model in apps.get_models()
        if issubclass(model, Protected) and model._meta.db_table in present
        for field in model._meta.local_concrete_fields
        if type(field).__name__ == "EncryptedTextField"
    ]


def everything(present: set[str]) -> str:
    """The doors, with what the models of all contexts say written in."""
    named = [p for p in pointers() if p.table in present]
    hang = [b for b in branches() if b.table in present and b.parent in present]
    judges = listed(r for r in ROLES.values() if PERSON_JUDGE in r.may)
    return (MOVE + MERGE + UNDO).format(
        judges=judges,
        pointers=_rows((p.table, p.key, p.column, p.what) for p in named),
        branches=_rows(hang),
        closed=_rows(closed_columns(present)),
    )
