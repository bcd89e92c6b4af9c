"""The door of anonymising. It is made from the labels of every column of every context: what is personal, special or
secret is blanked, every day and moment becomes the first of its month, every stored file is doomed, unless the column
says that it is `counted` (`kit.privacy`); so no column is forgotten when one is added.

The door runs as the owner, for the worker alone, and asks again itself: two people decided, and nothing is held. What
it does to the rows stands in `registry_blank`, which runs with the rights of whoever calls it: other doors that forget
(`cases`: reports) call it behind checks of their own; called directly by a page it reaches nothing."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from himaya.access.models import DossierKey, History, Protected, StoredName
from himaya.kit.privacy import is_counted, label_of
from himaya.registry.people.models import Person

NAMES_SOMEBODY = frozenset({"personal", "special", "secret"})

# Rows that only tell who somebody is, where they came from, or whom they were taken for: taken away whole, in this
# order (what points before what it points at).
TAKEN_AWAY = (
    "registry.judgement", "registry.pair", "registry.mergenews", "registry.mergemove",
    "registry.fieldchoice", "registry.underived", "registry.sourcecut", "registry.sourcelink",
    "registry.sourcetelling", "registry.sourcerecord", "registry.personidentifier", "registry.phone",
    "registry.ownfilerelease", "registry.ownfileline", "registry.sealedsighting",
)  # fmt: skip

# Tables with the words of a record that are not blanked by their labels: history is taken away whole, keys go through
# their own door.
APART = (History, DossierKey)

# Further words: columns that are not labelled for who they name, and where a place is finer than a district.
FINER = {
    "registry.address": "settlement_id = null",
    "registry.person": "birth_precision = case when birth_precision = 'exact' then 'month' else birth_precision end, "
    "anonymised_on = (himaya_now() at time zone 'Asia/Baku')::date",
}


def everything() -> str:
    """What blanks, and the door."""
    return BLANK.replace("  -- each table", "\n".join(_statements())) + DOOR


def _statements() -> Iterator[str]:
    """For each table: which rows are meant, their history gone, and the rows blanked or taken away."""
    ours = {model._meta.label_lower: model for model in apps.get_models() if _is_ours(model)}
    for label in TAKEN_AWAY:
        yield _step(ours[label], f"delete from {ours[label]._meta.db_table} t")
    for label, model in sorted(ours.items()):
        if label not in TAKEN_AWAY and (columns := ", ".join(_blanked(model))):
            yield _step(model, f"update {model._meta.db_table} t set {columns}")


def _is_ours(model: type[models.Model]) -> bool:
    return issubclass(model, Protected) and model not in APART and model.__module__.startswith("himaya.")


def _meant(model: type[models.Model]) -> str:
    """Rows in the dossiers that go, and rows elsewhere that name the person."""
    named = [
        f"t.{field.column} = any(persons)"
        for field in model._meta.local_concrete_fields
        if field.related_model is Person
    ]
    own = ["t.id = any(persons)"] if model is Person else ["t.dossier_id = any(dossiers)"]
    told = {
        # What a source told lies where its person lies now; what was joined and cut again is found by its link.
        "registry.mergemove": "t.merge_id in (select m.id from registry_merge m where m.kept_id = any(persons) "
        "or m.merged_id = any(persons))",
        "registry.judgement": "t.pair_id in (select p.id from registry_pair p where p.one_id = any(persons) "
        "or p.other_id = any(persons))",
        # A row of a list says by its opaque id whom it made or was joined to.
        "registry.importrow": "t.joined_to = any(words) or t.made ->> 'person' = any(words)",
    }.get(model._meta.label_lower)
    return "(" + " or ".join([*own, *named, *([told] if told else [])]) + ")"


def _step(model: type[models.Model], statement: str) -> str:
    table = model._meta.db_table
    doomed = "".join(
        f"""
    insert into access_doomedfile (name, doomed_at) select t.{field.column}, himaya_now() from {table} t
      where t.id = any(ids) and t.{field.column} <> '' on conflict do nothing;"""
        for field in model._meta.local_concrete_fields
        if isinstance(field, StoredName)
    )
    return f"""  ids := array(select t.id from {table} t where {_meant(model)});
  if ids <> '{{}}' then{doomed}
    {statement} where t.id = any(ids);
    delete from access_history h where h.table_name = '{table}' and h.row_id = any(ids);
    counts := counts || jsonb_build_object('{table}', cardinality(ids));
  end if;"""


def _blanked(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.local_concrete_fields:
        if not (field.generated or is_counted(field)) and (blank := blank_of(field)):
            yield f"{field.column} = {blank}"
    if model._meta.label_lower in FINER:
        yield FINER[model._meta.label_lower]


def blank_of(field: models.Field) -> str:
    """What stands in a column afterwards; nothing to do for codes of the work, yes and no, and numbers. Days and
    moments of whatever label become the first of their month, so that counts by month, quarter and age stay."""
    if isinstance(field, models.DateTimeField):
        return f"date_trunc('month', t.{field.column}, 'Asia/Baku')"
    if isinstance(field, models.DateField):
        return f"date_trunc('month', t.{field.column})::date"
    if isinstance(field, StoredName):
        return "''"
    return _wordless(field) if label_of(field) in NAMES_SOMEBODY else ""


def _wordless(field: models.Field) -> str:
    if isinstance(field, models.BooleanField | models.IntegerField | models.FloatField | models.ForeignKey):
        return ""
    if isinstance(field, ArrayField):
        return "'{}'"
    if isinstance(field, models.JSONField):
        return "null" if field.null else f"'{_empty(field)}'::jsonb"
    return "''"


def _empty(field: models.JSONField) -> str:
    return "[]" if field.default is list else "{}"


BLANK = """
create or replace function registry_blank(persons bigint[], dossiers bigint[], words text[]) returns jsonb
language plpgsql volatile set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  ids bigint[]; counts jsonb := '{}';
begin
  -- nothing of it is still to come
  update workflow_clock c set state = 'cancelled', fires_at = null, ended_at = himaya_now()
    where c.dossier_id = any(dossiers) and c.state in ('running', 'paused');
  update workflow_task k set closed_at = himaya_now(), outcome = 'anonymised'
    where k.dossier_id = any(dossiers) and k.closed_at is null;
  -- each table
  delete from access_history h where h.dossier_id = any(dossiers);
  delete from workflow_draft d using unnest(words) w where position(w in d.key) > 0;
  return counts;
end $$;
"""

DOOR = """
create or replace function registry_anonymise(retention bigint, persons bigint[], dossiers bigint[], words text[])
returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
begin
  if not himaya_is_system() then
    raise exception 'the retention of records alone anonymises' using errcode = 'insufficient_privilege';
  end if;
  perform 1 from registry_retention r
    where r.id = retention and r.status = 'approved' and r.approved_by_id <> r.proposed_by_id
      and r.person_id = any(persons) for update;
  if not found then
    raise exception 'two people have not decided this' using errcode = 'insufficient_privilege';
  end if;
  if exists (select from registry_legalhold h where h.status = 'standing'
             and (h.person_id = any(persons) or h.dossier_id = any(dossiers))) then
    raise exception 'a legal hold stands' using errcode = 'insufficient_privilege';
  end if;
  if exists (select from unnest(persons) p join registry_person x on x.id = p
             where x.id <> (select r.person_id from registry_retention r where r.id = retention)
               and coalesce(x.merged_into_id, 0) <> all(persons)) then
    raise exception 'not a record of this person' using errcode = 'insufficient_privilege';
  end if;
  return registry_blank(persons, dossiers, words);
end $$;
"""
