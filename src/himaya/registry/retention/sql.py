"""The door of anonymising. It is made from the labels of every column of every context: what is personal, special or
secret is blanked unless it is named below as needed for counting, so that no column is forgotten when one is added.

The door runs as the owner, for the worker alone, and asks again itself: two people decided, and nothing is held."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from himaya.access.models import DossierKey, History, Protected
from himaya.kit.privacy import label_of
from himaya.registry.people.models import Person

NAMES_SOMEBODY = frozenset({"personal", "special", "secret"})

# Codes and answers that counts are made of. They say what, never who.
COUNTED: dict[str, frozenset[str]] = {
    "registry.person": frozenset({"sex", "birth_precision", "citizenship", "language"}),
    "registry.address": frozenset({"kind"}),
    "registry.consent": frozenset({"purpose", "ground", "form", "given_by"}),
    "registry.householdmember": frozenset({"role"}),
    "registry.relationship": frozenset({"kind", "end_reason"}),
    "registry.groupmembership": frozenset(
        {"status", "ground", "degree", "nature", "end_reason", "decided_by"}
    ),
    "registry.carefact": frozenset({"aspect", "code", "decided_by"}),
    "registry.ownfile": frozenset({"asked_as"}),
    "registry.legalhold": frozenset({"reason"}),
    "instruments.response": frozenset({"level", "flags"}),
    "cases.assessment": frozenset({"risk_reasons"}),
    "cases.case": frozenset({"concerns", "consent"}),
    "cases.goalprogress": frozenset({"value"}),
    "cases.report": frozenset({"concerns", "risk_reasons"}),
    "cases.reportedchild": frozenset({"sex"}),
    "cases.visit": frozenset({"not_seen_reason", "not_alone_reason", "safe_now"}),
}

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
    """The door."""
    return DOOR.replace("  -- each table", "\n".join(_statements()))


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
    return f"""  ids := array(select t.id from {table} t where {_meant(model)});
  if ids <> '{{}}' then
    {statement} where t.id = any(ids);
    delete from access_history h where h.table_name = '{table}' and h.row_id = any(ids);
    counts := counts || jsonb_build_object('{table}', cardinality(ids));
  end if;"""


def _blanked(model: type[models.Model]) -> Iterator[str]:
    counted = COUNTED.get(model._meta.label_lower, frozenset())
    for field in model._meta.local_concrete_fields:
        if label_of(field) not in NAMES_SOMEBODY or field.generated or field.name in counted:
            continue
        blank = _blank(field)
        if blank:
            yield f"{field.column} = {blank}"
    if model._meta.label_lower in FINER:
        yield FINER[model._meta.label_lower]


def _blank(field: models.Field) -> str:
    """What stands there afterwards; nothing to do for yes and no and for numbers. Days become the first of their
    month, so that counts by month stay."""
    if isinstance(field, models.BooleanField | models.IntegerField | models.FloatField | models.ForeignKey):
        return ""
    if isinstance(field, models.DateField):
        return f"date_trunc('month', t.{field.column})::date"
    if isinstance(field, ArrayField):
        return "'{}'"
    if isinstance(field, models.JSONField):
        return "null" if field.null else f"'{_empty(field)}'::jsonb"
    return "''"


def _empty(field: models.JSONField) -> str:
    return "[]" if field.default is list else "{}"


DOOR = """
create or replace function registry_anonymise(retention bigint, persons bigint[], dossiers bigint[], words text[])
returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  ids bigint[]; counts jsonb := '{}';
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
  if exists (select from registry_legalhold h where h.person_id = any(persons) and h.status = 'standing') then
    raise exception 'a legal hold stands' using errcode = 'insufficient_privilege';
  end if;
  if exists (select from unnest(persons) p join registry_person x on x.id = p
             where x.id <> (select r.person_id from registry_retention r where r.id = retention)
               and coalesce(x.merged_into_id, 0) <> all(persons)) then
    raise exception 'not a record of this person' using errcode = 'insufficient_privilege';
  end if;
  -- each table
  delete from access_history h where h.dossier_id = any(dossiers);
  delete from workflow_draft d using unnest(words) w where position(w in d.key) > 0;
  return counts;
end $$;
"""
