"""Joining two records into one, and parting them again."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.gate import action, may
from himaya.access.models import User
from himaya.access.roles import PERSON_JUDGE
from himaya.kit.errors import Refused
from himaya.kit.ids import new_public_id
from himaya.kit.text import clean_line
from himaya.registry.merging.models import Merge, MergeMove, MergeNews
from himaya.registry.merging.queries import (
    closed_fields,
    closed_for,
    closed_texts,
    rows_to_close,
    stands_in,
    two_of,
    written_since,
)
from himaya.registry.merging.rules import may_merge, may_undo
from himaya.registry.merging.signals import people_merged, people_unmerged
from himaya.registry.people.models import Person
from himaya.registry.sources.actions import derive_person, tell_own_page
from himaya.registry.sources.models import SourceLink

SAID = {
    "none": gettext_lazy("One of the records is not there, or not open to you."),
    "gone": gettext_lazy("One of the records was joined to another meanwhile. Open the pair again."),
}


@action(PERSON_JUDGE, on="kept")
def merge_people(
    *,
    kept: Person,
    merged: Person,
    by: Any,
    reason: str,
    second: User | None = None,
    ground: Iterable[Mapping[str, Any]] = (),
) -> Merge:
    """Makes `merged` one with `kept`: all that pointed at it points at the kept record, whose view is derived anew.

    `second`: who agreed as the second person. Refused for one record, for twins and relatives by record without a
    reason and a second person, for parent and child, and where a parent would be younger than the child. Of two who
    merge at once exactly one wins."""
    if not may(by, PERSON_JUDGE, merged.dossier):
        raise PermissionDenied(_("You may not do this: %(what)s.") % {"what": PERSON_JUDGE.label})
    kept, merged = _held(kept, merged)
    verdict = may_merge(two_of(kept, merged), reason, second)
    if not verdict:
        raise Refused(verdict.reason)
    for person in (kept, merged):
        if not SourceLink.objects.filter(person=person, cut__isnull=True).exists():
            tell_own_page(person=person, by=by)
    merge = _through_the_door(kept, merged, reason, second, list(ground))
    derive_person(kept)
    return merge


def _held(kept: Person, merged: Person) -> tuple[Person, Person]:
    """Both records as they stand now, held until the end, always in one order: two who cross do not block each other."""
    both = Person.everyone.filter(pk__in=[kept.pk, merged.pk])
    list(both.select_for_update().order_by("pk").values_list("pk"))
    now = {row.pk: row for row in both.select_related("dossier__unit")}
    if kept.pk not in now or merged.pk not in now:
        raise Refused(str(SAID["none"]))
    return now[kept.pk], now[merged.pk]


def _through_the_door(
    kept: Person, merged: Person, reason: str, second: User | None, ground: list[Mapping[str, Any]]
) -> Merge:
    closed = closed_texts(merged.dossier_id, kept.dossier_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "select state, merge from registry_merge_people(%s, %s, %s, %s, %s, %s, %s)",
            [
                kept.pk,
                merged.pk,
                new_public_id(),
                clean_line(reason)[:200],
                second.pk if second else None,
                json.dumps(ground),
                json.dumps(closed),
            ],
        )
        state, made = cursor.fetchone()
    if state == "circle":
        raise Refused(_("One is an ancestor of the other by record. Correct the relationships first."))
    if state == "guarded":
        raise Refused(_("The more guarded record is the one that is kept."))
    if state != "merged":
        raise Refused(str(SAID[state]))
    return Merge.objects.get(pk=made)


@action(PERSON_JUDGE, on="merge")
def unmerge_people(*, merge: Merge, reason: str, by: Any, given: Iterable[str] = ()) -> Person:
    """Parts two records again: everything the merge moved stands where it stood, both views are derived anew.

    What was written since stays with the kept person, save the rows in `given` (`table:row`), which a human says are
    the other's. Gives the person who stands by themself again."""
    verdict = may_undo(merge.stands, reason)
    if not verdict:
        raise Refused(verdict.reason, "reason")
    since = {one.key: one for one in written_since(merge)}
    if not set(given) <= set(since):
        raise Refused(_("One of these rows was not written since the merge. Open the page again."))
    rows = [{"table": since[key].table, "row": since[key].row} for key in given]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "select registry_unmerge_people(%s, %s, %s, %s)",
                [merge.pk, clean_line(reason)[:200], json.dumps(rows), json.dumps(_closed_back(merge, rows))],
            )
            state = cursor.fetchone()[0]
    except IntegrityError as clash:
        raise Refused(
            _("A row written since stands in the way. Say in the list below that it is the other person's.")
        ) from clash
    if state != "undone":
        raise Refused(_("This was undone already."))
    merge.refresh_from_db()
    derive_person(stands_in(merge.kept_id))
    return derive_person(merge.merged)


def _closed_back(merge: Merge, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Closed texts that change dossiers and were written, or rewritten, since the merge."""
    goes = {
        (move.table_name, move.row_id) for move in merge.moves.filter(column_name="dossier_id", aside=False)
    }
    goes |= {(one["table"], one["row"]) for one in given}
    known = _became(merge)
    found = []
    for model, field in closed_fields():
        table = model._meta.db_table
        pks = {row for name, row in goes if name == table}
        for row in rows_to_close(model, stands_in(merge.kept_id).dossier_id) if pks else []:
            if row.pk not in pks:
                continue
            one = closed_for(row, field, merge.merged_dossier_id)
            if one and one["now"] and one["was"] not in known:
                found.append(one)
    return found


def _became(merge: Merge) -> set[str]:
    """The closed texts that this merge wrote, and what later merges made of them: the door knows what to put back."""
    columns = {field.column for _model, field in closed_fields()}
    texts = {str(move.now) for move in merge.moves.filter(column_name__in=columns)}
    for move in MergeMove.objects.filter(column_name__in=columns, merge__gt=merge.pk, aside=False).order_by(
        "pk"
    ):
        if str(move.was) in texts:
            texts.add(str(move.now))
    return texts


def tell_news(*, most: int = 50) -> int:
    """Run by the worker as the system: brings what was written onto a merged record meanwhile, and tells the upper
    floors of merges and of their undoing. Two workers at once share the work."""
    waiting = list(MergeNews.objects.select_for_update(skip_locked=True).order_by("pk")[:most])
    for news in waiting:
        merge = Merge.objects.select_related("kept", "merged").get(pk=news.merge_id)
        if news.what == "merged":
            with connection.cursor() as cursor:
                cursor.execute("select registry_merge_again(%s)", [merge.pk])
        told = people_merged if news.what == "merged" else people_unmerged
        told.send(sender=Merge, merge=merge, kept=merge.kept, merged=merge.merged)
        news.delete()
    return len(waiting)
