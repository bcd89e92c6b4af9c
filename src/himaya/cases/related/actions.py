"""Linking cases of one story, ending a link, and giving children of a case a case of their own."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import open_dossier
from himaya.access.gate import action
from himaya.access.roles import CASE_WORK
from himaya.cases.assigning.models import Assignment
from himaya.cases.casefile.actions import (
    hold,
    raise_walls,
    require,
    rest_on_registration,
    settle_grants,
)
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import faces_on
from himaya.cases.casefile.rules import may_be_member, may_write
from himaya.cases.casefile.signals import case_registered
from himaya.cases.related.models import CaseLink
from himaya.cases.related.queries import bound_here
from himaya.cases.related.rules import SPLIT_OFF, children_may_leave, may_end, may_link, may_split
from himaya.kit import clock
from himaya.kit.errors import Refused

SIBLINGS = "siblings"
# What the new case takes over of the old one. What was written there stays there.
KEPT = ("kind", "matter", "territory", "risk", "worker", "first_contact_at", "last_seen_at", "consent", "consent_note",
        "is_sample")  # fmt: skip


@action(CASE_WORK, on="case")
def link_cases(*, case: Case, other: Case, kind: str, note: str, by: Any) -> CaseLink:
    """Two cases belong to one story: said by whoever works on one (`case`) and sees the other.

    Refused for a closed case at hand, for itself, for one joined to another, and where the same is said already."""
    held = _both(case, other)
    if other.pk not in held:
        raise Refused(_("There is no such case, or it is not open to you."), "number")
    case, other = held[case.pk], held[other.pk]
    require(may_write(case))
    first, second = sorted((case, other), key=lambda one: one.pk)
    standing = CaseLink.objects.filter(first=first, second=second, kind=kind, ended_at__isnull=True)
    require(may_link(case, other, already=standing.exists()), "number")
    return _link(case, other, kind=kind, note=note, by=by)


def _both(case: Case, other: Case) -> dict[int, Case]:
    """The two as they are now, kept still, always in the same order; as far as the actor sees them."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("dossier__unit", "worker")
    return {one.pk: one for one in rows.filter(pk__in=[case.pk, other.pk]).order_by("pk")}


def _link(case: Case, other: Case, *, kind: str, note: str, by: Any, split_reason: str = "") -> CaseLink:
    closer = other if other.dossier.sensitivity > case.dossier.sensitivity else case
    first, second = sorted((case, other), key=lambda one: one.pk)
    return CaseLink.objects.create(
        dossier=closer.dossier, first=first, second=second, kind=kind, note=note, split_reason=split_reason,
        made_at=clock.now(), made_by=by,
    )  # fmt: skip


@action(CASE_WORK, on="case")
def end_link(*, case: Case, link: CaseLink, reason: str, note: str, by: Any) -> CaseLink:
    """The link counts no more, with a coded reason; it stays in both stories. Said from either case (`case`), by whoever
    works on it and sees the other."""
    require(may_write(hold(case)))
    held: CaseLink = CaseLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    require(may_end(held.ended_at is not None))
    held.ended_at, held.ended_by, held.end_reason, held.end_note = clock.now(), by, reason, note
    held.save(update_fields=["ended_at", "ended_by", "end_reason", "end_note"])
    return held


@action(CASE_WORK, on="case")
def split_case(
    *,
    case: Case,
    children: Sequence[CaseMember],
    adults: Sequence[CaseMember],
    reason: str,
    note: str,
    by: Any,
    expected: int | None = None,
) -> Case:
    """Gives children of a case a case of their own: brothers and sisters whose ways part.

    It lies with the same unit and worker, is kept as closely as the old one, begins where a registered case begins, with
    its clocks from now, and is linked to the old one, in which stays what was written before. `adults` of the family come
    along in the role they have; whoever is walled off from the old case is so from the new one."""
    case = hold(case, expected=expected)
    require(may_write(case))
    require(may_split(case))
    going = [*_of(case, children, among=True), *_of(case, adults, among=False)]
    _require_free(case, [m for m in going if m.role in CaseMember.CHILDREN])
    new = _begin(case, note, by)
    _bring(new, going)
    ids = [m.pk for m in going if m.role in CaseMember.CHILDREN]
    CaseMember.objects.filter(pk__in=ids).update(ended_at=clock.now())
    settle_grants(new)
    settle_grants(case)
    _link(case, new, kind=SIBLINGS, note=note, by=by, split_reason=reason)
    rest_on_registration(new, by)
    case_registered.send(sender=Case, case=new, by=by)
    return new


def _of(case: Case, members: Sequence[CaseMember], *, among: bool) -> list[CaseMember]:
    """Those members of this case, as they are now, who are children of it (`among`), or who are not."""
    rows = CaseMember.objects.filter(case=case, pk__in=[m.pk for m in members]).select_related("person")
    return [m for m in rows.order_by("pk") if (m.role in CaseMember.CHILDREN) is among]


def _require_free(case: Case, chosen: list[CaseMember]) -> None:
    names = {face.person_id: face.name for face in faces_on(case)}
    gone = [names.get(m.person_id, "—") for m in chosen if m.ended_at is not None]
    subjects = CaseMember.objects.filter(case=case, role__in=CaseMember.SUBJECTS, ended_at__isnull=True)
    staying = subjects.exclude(person__in=[m.person_id for m in chosen]).count()
    require(children_may_leave(len(chosen), staying, gone, bound_here(chosen)), "children")


def _begin(case: Case, note: str, by: Any) -> Case:
    dossier = open_dossier(kind="case", unit=case.dossier.unit, sensitivity=case.dossier.sensitivity)
    kept = {name: getattr(case, name) for name in KEPT}
    now = clock.now()
    new = Case(
        dossier=dossier, reported_at=now, summary=note, concerns=list(case.concerns), **kept
    )  # the response times of the old case were met or missed there
    raise_walls(case.dossier, dossier, by=by)
    CaseWork.begin(new, CaseWork.of_record(new).moves[SPLIT_OFF], by=by, facts={"from": case.pk})
    assert case.worker is not None
    Assignment.objects.create(
        case=new, dossier=dossier, worker=case.worker, offered_at=now, offered_by=by, accepted_at=now
    )
    return new


def _bring(new: Case, going: Iterable[CaseMember]) -> None:
    """The children are whom the new case is about; the adults keep their role, a possible perpetrator too."""
    for member in going:
        role = CaseMember.CHILD if member.role in CaseMember.CHILDREN else member.role
        if new.members.filter(person=member.person, role=role).exists():
            continue
        require(may_be_member(new, member.person, role), "children")
        CaseMember.objects.create(
            case=new, dossier=new.dossier, person=member.person, role=role, note=member.note
        )
