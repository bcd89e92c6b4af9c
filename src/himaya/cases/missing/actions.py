"""A child is missing, is looked for, is found, and is heard."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.gate import action, may, require_version
from himaya.access.roles import EMERGENCY_WORK, PERSON_WRITE, Supervisor
from himaya.cases.casefile.actions import require
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.rules import may_write
from himaya.cases.missing.models import MissingChild, ReturnTalk, SearchStep
from himaya.cases.missing.process import MissingWork
from himaya.cases.missing.rules import may_be_missing, may_have_been, may_talk
from himaya.cases.notifying.actions import owe
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.actions import correct_person
from himaya.registry.models import Person
from himaya.registry.queries import details_of
from himaya.workflow.actions import open_task
from himaya.workflow.tasks.actions import kind

# The duty to tell the police (code list `mandatory.notification`).
DUTY = "police_missing"
IN_REGISTER = kind(
    "missing.register", gettext_lazy("Write in the person's record whether the child is missing")
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is known when a child is missing."""

    since: datetime
    last_seen: str = ""
    wearing: str = ""
    circumstance: str = ""
    risks: Sequence[str] = field(default_factory=list)
    what: str = ""


def hold(missing: MissingChild, expected: int | None = None) -> MissingChild:
    """The search as it is now, held until the transaction ends."""
    rows = MissingChild.objects.select_for_update(of=("self",)).select_related(
        "case__dossier__unit", "case__worker", "child", "reported_by", "dossier__unit"
    )
    held: MissingChild = rows.get(pk=missing.pk)
    require_version(held, expected)
    return held


@action(EMERGENCY_WORK, on="case")
def report_missing(*, case: Case, child: CaseMember, told: Told, by: Any) -> MissingChild:
    """A child is missing, in care or not. The police must be told at once, the next check has its clock, supervisor and
    worker hear; the register says so where who writes it may say it."""
    require(may_write(case))
    require(may_be_missing(case, child), "child")
    require(may_have_been(told.since), "since")
    if MissingChild.objects.filter(
        child__person_id=child.person_id, status=MissingWork.missing.name
    ).exists():
        raise Refused(_("It is written down already that this child is missing."), "child")
    said = {name: getattr(told, name) for name in Told.__slots__} | {"risks": list(told.risks)}
    missing = MissingChild(
        dossier=case.dossier, case=case, child=child, reported_at=clock.now(), reported_by=by, **said
    )
    MissingWork.begin(missing, MissingWork.report, by=by, facts={"since": told.since})
    missing.notice = owe(case=case, duty=DUTY, since=told.since, by=by)
    missing.in_register = _say_in_register(missing, Person.MISSING, by)
    missing.save(update_fields=["notice", "in_register"])
    return missing


def _say_in_register(missing: MissingChild, life: str, by: Any) -> bool:
    """Writes in the person's record whether the child is missing; who may not leaves it to a supervisor as a task."""
    person = (
        Person.objects.visible_to(by)
        .filter(pk=missing.child.person_id)
        .select_related("dossier__unit")
        .first()
    )
    if person is None or not may(by, PERSON_WRITE, person.dossier):
        open_task(
            kind=IN_REGISTER,
            key=f"{IN_REGISTER}:{missing.pk}:{life}",
            dossier=missing.dossier,
            unit=missing.dossier.unit,
            assignee=missing.case.worker if missing.case.worker != by else None,
            role=Supervisor,
            due_at=clock.now(),
            process=MissingWork.code,
            subject_id=missing.pk,
        )
        return False
    if person.died_on is None and person.life != life:
        correct_person(person=person, details=replace(details_of(person), life=life), by=by)
    return True


@dataclass(frozen=True, slots=True)
class Looked:
    """A step of the search."""

    asked: str
    outcome: str
    note: str = ""
    at: datetime | None = None


@action(EMERGENCY_WORK, on="missing")
def note_search(*, missing: MissingChild, looked: Looked, by: Any) -> SearchStep:
    """Who was asked and what came of it. The next check runs from now."""
    held = hold(missing)
    at = looked.at or clock.now()
    require(may_have_been(at, held.since), "at")
    MissingWork.move(held, MissingWork.search, by=by)
    return SearchStep.objects.create(
        dossier=held.dossier,
        missing=held,
        at=at,
        by=by,
        asked=looked.asked,
        outcome=looked.outcome,
        note=looked.note,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """When, where and in what condition a child was found."""

    found_at: datetime
    found_where: str
    condition: str
    found_note: str = ""


@action(EMERGENCY_WORK, on="missing")
def find_child(*, missing: MissingChild, found: Found, by: Any, expected: int | None = None) -> MissingChild:
    """The child was found. The register no longer says missing; the talk with the child has its clock."""
    held = hold(missing, expected)
    require(may_have_been(found.found_at, held.since), "found_at")
    MissingWork.move(held, MissingWork.find, by=by, facts={"at": found.found_at})
    for name in Found.__slots__:
        setattr(held, name, getattr(found, name))
    _say_in_register(held, Person.DEAD if found.condition == "dead" else "", by)
    held.in_register = False
    held.save()
    return held


@dataclass(frozen=True, slots=True)
class Talk:
    """The talk with the child who is back."""

    at: datetime
    held_by: str
    follows: str
    member: CaseMember | None = None
    child_chose: bool = False
    reasons: Sequence[str] = field(default_factory=list)
    child_words: str = ""


@action(EMERGENCY_WORK, on="missing")
def hear_child(*, missing: MissingChild, talk: Talk, by: Any, expected: int | None = None) -> MissingChild:
    """Why the child went, in its own words, and what follows; held by somebody the child chose, or at least not by the
    carer, and never by a suspected perpetrator."""
    held = hold(missing, expected)
    require(may_have_been(talk.at, held.found_at), "at")
    require(may_talk(talk.member, talk.child_chose), "member")
    if not talk.reasons:
        raise Refused(_("Choose why the child went, or that it does not want to say."), "reasons")
    MissingWork.move(held, MissingWork.hear, by=by)
    ReturnTalk.objects.create(
        dossier=held.dossier,
        missing=held,
        at=talk.at,
        held_by=talk.held_by,
        held_by_member=talk.member,
        child_chose=talk.child_chose,
        reasons=list(talk.reasons),
        child_words=talk.child_words,
        follows=talk.follows,
        written_by=by,
    )
    return held


@action(EMERGENCY_WORK, on="missing")
def close_missing(
    *, missing: MissingChild, reason: str, by: Any, expected: int | None = None
) -> MissingChild:
    """There was no talk, with a coded reason."""
    held = hold(missing, expected)
    MissingWork.move(held, MissingWork.close, by=by, reason=reason)
    held.no_interview = reason
    held.save(update_fields=["no_interview"])
    return held


@action(EMERGENCY_WORK, on="missing")
def mark_mistaken(
    *, missing: MissingChild, reason: str, by: Any, expected: int | None = None
) -> MissingChild:
    """The child was not missing, with a coded reason; it does not count as a time."""
    held = hold(missing, expected)
    MissingWork.move(held, MissingWork.mistake, by=by, reason=reason)
    _say_in_register(held, "", by)
    held.in_register = False
    held.save(update_fields=["in_register"])
    return held
