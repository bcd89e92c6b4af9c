"""What two records are to each other; what a merge did; what was written since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from himaya.access.models import EncryptedTextField, Protected
from himaya.registry.documents.models import Document
from himaya.registry.households.models import Relationship
from himaya.registry.merging.models import Merge, MergeMove
from himaya.registry.merging.rules import LINE, Kinship, Standing, Two
from himaya.registry.people.models import Person
from himaya.registry.sources.models import FieldChoice
from himaya.registry.sources.queries import chosen_by_hand, details_of, tellings_of, told_of
from himaya.registry.sources.rules import details_from, picks

MOST = 200


def two_of(kept: Person, merged: Person) -> Two:
    """The two as the rules read them, as far as the reader sees their families."""
    both = [kept.pk, merged.pk]
    ties = Relationship.objects.filter(person__in=both, other__in=both, ended_on__isnull=True)
    kin = (
        Relationship.objects.filter(person__in=both, kind__in=LINE, ended_on__isnull=True)
        .exclude(other__in=both)
        .select_related("other")
    )
    return Two(
        kept=kept.pk,
        merged=merged.pk,
        is_gone=kept.merged_into_id is not None or merged.merged_into_id is not None,
        ties=frozenset(ties.values_list("kind", flat=True)),
        twins_by_birth=(kept.multiple_birth or merged.multiple_birth) and _share_no_number(kept, merged),
        born=born_together(kept, merged),
        kin=tuple(Kinship(row.kind, row.other.born) for row in kin),
    )


def _share_no_number(kept: Person, merged: Person) -> bool:
    numbers = [
        set(one.identifiers.filter(kind="fin", ended_at__isnull=True).values_list("value", flat=True))
        for one in (kept, merged)
    ]
    return not numbers[0] & numbers[1]


def born_together(kept: Person, merged: Person) -> Any:
    """The birth date of the one person they would be, by what both records' sources tell."""
    told = told_of([*tellings_of(kept), *tellings_of(merged)])
    chosen = {**chosen_by_hand(merged, told), **chosen_by_hand(kept, told)}
    return details_from(details_of(kept), picks(told, chosen)).born or merged.born


def standing_of(person: Person) -> Standing:
    """What decides whether the record is kept."""
    has_fin = person.identifiers.filter(kind="fin", ended_at__isnull=True).exists()
    return Standing(person.pk, person.dossier.sensitivity, has_fin)


def closed_fields() -> list[tuple[type[models.Model], EncryptedTextField]]:
    """Columns that open with the key of their dossier only."""
    return [
        (model, field)
        for model in apps.get_models()
        if issubclass(model, Protected)
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedTextField)
    ]


def closed_for(row: Any, field: EncryptedTextField, dossier_id: int) -> dict[str, Any] | None:
    """A closed text of a row, closed again for another dossier. None where there is no text; `now` is None where
    the text was destroyed."""
    kept = row.__dict__.get(field.attname)
    if not kept:
        return None
    plain = getattr(row, field.attname)
    now = None
    if type(plain) is str:  # words in the place of a destroyed text are of a kind of their own
        twin = type(row)(dossier_id=dossier_id)
        setattr(twin, field.attname, plain)
        now = field.pre_save(twin, True).kept
    return {
        "table": row._meta.db_table,
        "row": row.pk,
        "column": field.column,
        "was": kept.kept,
        "now": now,
    }


def rows_to_close(model: type[models.Model], dossier_id: int) -> list[Any]:
    """The rows of a record whose closed texts go with it; of papers that the judge may not read only the keys."""
    rows = {row.pk: row for row in model._default_manager.filter(dossier_id=dossier_id)}
    if model is Document:
        keys = "select id, dossier_id, file_key from registry_guarded_keys(%s)"
        rows = {row.pk: row for row in Document.objects.raw(keys, [dossier_id])} | rows
    return list(rows.values())


def closed_texts(was: int, now: int) -> list[dict[str, Any]]:
    """Every closed text of one dossier, closed again for another."""
    found = [
        closed_for(row, field, now) for model, field in closed_fields() for row in rows_to_close(model, was)
    ]
    return [one for one in found if one is not None]


def merges_of(person: Person) -> list[Merge]:
    """What was joined into this person's record, through whatever stood between, the latest first."""
    found = Merge.objects.filter(dossier=person.dossier_id).select_related(
        "kept", "merged", "merged_by", "second_by", "undone_by"
    )
    return list(found.order_by("-pk"))


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that stays with the merged record."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """One merge as the person's page tells it."""

    merge: Merge
    asides: list[Aside]
    moved: int


def lineage_of(person: Person) -> list[Lineage]:
    """Every merge into this record with what it moved and what it left aside."""
    merges = merges_of(person)
    if not merges:
        return []
    moves = MergeMove.objects.filter(merge__in=merges)
    asides: dict[int, list[MergeMove]] = {}
    for move in moves.filter(aside=True).exclude(table_name__startswith="access_").order_by("pk")[:MOST]:
        asides.setdefault(move.merge_id, []).append(move)
    counts = dict(
        moves.filter(aside=False)
        .exclude(table_name="access_history")
        .values_list("merge")
        .annotate(n=models.Count("row_id", distinct=True))
        .values_list("merge", "n")
    )
    return [
        Lineage(merge, [_aside(move) for move in asides.get(merge.pk, ())], counts.get(merge.pk, 0))
        for merge in merges
    ]


def models_by_table() -> dict[str, type[models.Model]]:
    """Our models by their table."""
    return {model._meta.db_table: model for model in apps.get_models()}


def _aside(move: MergeMove) -> Aside:
    return Aside(name_of(move.table_name), words_of(move.table_name, move.row_id))


def name_of(table: str) -> str:
    """A table in the words of the screens."""
    return {
        "registry_address": _("Address"),
        "registry_phone": _("Telephone"),
        "registry_personidentifier": _("Document or number"),
        "registry_relationship": _("Relationship"),
        "registry_householdmember": _("Place in a household"),
        "registry_groupmembership": _("Status"),
        "registry_formername": _("Former name"),
        "registry_consent": _("Consent"),
        "registry_document": _("Document"),
        "registry_sourcelink": _("Row of a source"),
        "registry_fieldchoice": _("Choice between sources"),
        "cases_casemember": _("Place in a case"),
        "cases_reportedchild": _("Child of a report"),
    }.get(table, _("Another record"))


def words_of(table: str, pk: int) -> str:
    """What a row says, for who may see it."""
    model = models_by_table().get(table)
    row: Any = model._default_manager.filter(pk=pk).first() if model else None
    words = (str(getattr(row, name, None) or "") for name in ("masked", "shown", "line", "name"))
    return next((word for word in words if word), "")


def stands_in(pk: int) -> Person:
    """The record in which a person stands now."""
    person: Person = Person.everyone.select_related("merged_into").get(pk=pk)
    return person.merged_into or person


@dataclass(frozen=True, slots=True)
class Since:
    """A row written onto the kept record after the merge: whose it is a human says when undoing."""

    table: str
    row: int
    what: str
    words: str
    at: datetime

    @property
    def key(self) -> str:
        """As the form carries it."""
        return f"{self.table}:{self.row}"


def written_since(merge: Merge) -> list[Since]:
    """Rows that name the kept person, or lie in their file alone, and were written after the merge."""
    keeper = stands_in(merge.kept_id)
    moved = set(merge.moves.values_list("table_name", "row_id"))
    found: list[Since] = []
    for model in apps.get_models():
        if (
            not issubclass(model, Protected)
            or getattr(model, "stays_with_merged", False)
            or _is_our_own(model)
        ):
            continue
        table = model._meta.db_table
        named = [f.name for f in model._meta.local_concrete_fields if f.related_model is Person]
        ours = Q()
        for name in named:
            ours |= Q(**{name: keeper})
        rows = model.objects.filter(ours) if named else model.objects.filter(dossier=keeper.dossier_id)
        found += [
            Since(table, row.pk, name_of(table), words_of(table, row.pk), row.created_at)
            for row in rows.filter(created_at__gt=merge.created_at).order_by("pk")[:MOST]
            if (table, row.pk) not in moved
        ]
    return sorted(found, key=lambda one: (one.at, one.table, one.row))


def _is_our_own(model: type[models.Model]) -> bool:
    """What belongs to the work on records rather than to a person: grants, steps, moves, choices of fields."""
    return (
        model in (MergeMove, FieldChoice, Person)
        or model._meta.app_label in ("access", "workflow")
        or model._meta.db_table in ("registry_mergenews", "registry_underived", "registry_sealedsighting")
    )
