"""Deciding and carrying out a removal, writing its act, going to court, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.models import Organisation, User
from himaya.access.roles import EMERGENCY_WORK
from himaya.cases.casefile.actions import require
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.rules import may_write
from himaya.cases.notifying.actions import owe
from himaya.cases.proceedings.models import Proceeding
from himaya.cases.proceedings.process import ProceedingWork
from himaya.cases.removal.letters import LETTER, data_of
from himaya.cases.removal.models import Removal, RemovalCheck
from himaya.cases.removal.process import RemovalWork
from himaya.cases.removal.rules import STANDING, may_be_taken, may_have_been_taken
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.actions import load_templates, make_paper
from himaya.workflow.models import Paper

LETTERS = Path(__file__).parent / "data"
# The duty to tell the prosecutor (code list `mandatory.notification`).
DUTY = "prosecutor_removal"


def load_removal_letters(*, by: Any = None) -> int:
    """Loads the act; says how many were new."""
    return load_templates(folder=LETTERS, by=by)


@dataclass(frozen=True, slots=True)
class Act:
    """What the act says, as far as it is known yet."""

    child: CaseMember | None = None
    agreed_with: User | None = None
    grounds: Sequence[str] = field(default_factory=list)
    danger: str = ""
    taken_from: str = ""
    present: str = ""
    condition: str = ""
    belongings: str = ""
    place: str = ""
    place_words: str = ""
    place_hidden: bool = True
    parents_told: str = ""
    parents_words: str = ""
    best_interests: str = ""
    view_method: str = ""
    child_words: str = ""
    not_heard_why: str = ""


def hold(removal: Removal, expected: int | None = None) -> Removal:
    """The removal as it is now, held until the transaction ends."""
    rows = Removal.objects.select_for_update(of=("self",)).select_related(
        "case__dossier__unit", "case__worker", "decided_by", "agreed_with", "dossier__unit"
    )
    held: Removal = rows.get(pk=removal.pk)
    require_version(held, expected)
    return held


@action(EMERGENCY_WORK, on="case")
def remove_child(*, case: Case, act: Act, by: Any, taken_at: datetime | None = None) -> Removal:
    """A child is to be taken to safety, or was already (`taken_at`). Held back by nothing that is missing; the supervisor,
    the worker of the case and who agreed hear at once, and the prosecutor must be told."""
    require(may_write(case))
    require(may_be_taken(case, act.child), "child")
    require(may_have_been_taken(taken_at, clock.now()), "taken_at")
    _require_first(case, act.child)
    removal = Removal(
        dossier=case.dossier,
        case=case,
        decided_at=clock.now(),
        decided_by=by,
        taken_at=taken_at,
        **_columns(act),
    )
    move = RemovalWork.record if taken_at else RemovalWork.decide
    RemovalWork.begin(removal, move, by=by, facts={"taken": taken_at})
    if taken_at:
        _tell_prosecutor(removal, by)
    return removal


def _columns(act: Act) -> dict[str, Any]:
    return {name: getattr(act, name) for name in Act.__slots__} | {"grounds": list(act.grounds)}


def _require_first(case: Case, child: CaseMember | None, but: int = 0) -> None:
    if child is None:
        return
    others = Removal.objects.filter(child__person_id=child.person_id, status__in=STANDING)
    if others.exclude(pk=but).exists():
        raise Refused(_("A removal of this child is written down already."), "child")


def _tell_prosecutor(removal: Removal, by: Any) -> None:
    assert removal.taken_at is not None
    removal.notice = owe(case=removal.case, duty=DUTY, since=removal.taken_at, by=by)
    removal.save(update_fields=["notice"])


@action(EMERGENCY_WORK, on="removal")
def write_act(*, removal: Removal, act: Act, by: Any, expected: int | None = None) -> Removal:
    """Fills in and corrects the act while the removal stands; what stood there before stays in the history."""
    held = hold(removal, expected)
    if held.status not in STANDING:
        raise Refused(_("This removal has ended. Write a note in the case."))
    require(may_be_taken(held.case, act.child), "child")
    _require_first(held.case, act.child, but=held.pk)
    for name, value in _columns(act).items():
        setattr(held, name, value)
    held.save()
    return held


@action(EMERGENCY_WORK, on="removal")
def carry_out(*, removal: Removal, taken_at: datetime, by: Any, expected: int | None = None) -> Removal:
    """The child was taken. The days to the court run from that moment, the prosecutor must be told now."""
    held = hold(removal, expected)
    require(may_have_been_taken(taken_at, clock.now()), "taken_at")
    held.taken_at = taken_at
    RemovalWork.move(held, RemovalWork.carry_out, by=by, facts={"taken": taken_at})
    held.save(update_fields=["taken_at"])
    _tell_prosecutor(held, by)
    return held


@dataclass(frozen=True, slots=True)
class Filing:
    """The claim, as it went to court."""

    filed_on: date
    organisation: Organisation | None = None
    body_name: str = ""
    number: str = ""


@action(EMERGENCY_WORK, on="removal")
def claim_removal(*, removal: Removal, filing: Filing, by: Any, expected: int | None = None) -> Removal:
    """The claim went to court: it is a proceeding of the case from now on, with what was considered of the child."""
    held = hold(removal, expected)
    if filing.organisation is None and not filing.body_name.strip():
        raise Refused(_("Write which court or body it goes to."), "body_name")
    if filing.filed_on > clock.today():
        raise Refused(_("This day is still to come."), "filed_on")
    RemovalWork.move(held, RemovalWork.claim, by=by, facts={"on": filing.filed_on})
    considered = ("best_interests", "view_method", "child_words", "not_heard_why")
    claim = Proceeding(
        dossier=held.dossier,
        case=held.case,
        kind="removal_claim",
        claimant=Proceeding.OURS,
        opened_by=by,
        **{name: getattr(filing, name) for name in Filing.__slots__},
        **{name: getattr(held, name) for name in considered},
    )
    ProceedingWork.begin(claim, ProceedingWork.note, by=by, facts={"removal": held.pk})
    held.claim = claim
    held.save(update_fields=["claim"])
    return held


@action(EMERGENCY_WORK, on="removal")
def check_removal(
    *, removal: Removal, needed: str, why: str, by: Any, expected: int | None = None
) -> RemovalCheck:
    """Asked at set times while the child is away: is it still needed? The next time runs from now."""
    held = hold(removal, expected)
    again = held.status == RemovalWork.claimed.name
    RemovalWork.move(held, RemovalWork.check_again if again else RemovalWork.check, by=by)
    return RemovalCheck.objects.create(
        dossier=held.dossier, removal=held, at=clock.now(), by=by, needed=needed, why=why
    )


@action(EMERGENCY_WORK, on="removal")
def return_child(
    *,
    removal: Removal,
    reason: str,
    returned_at: datetime,
    returned_to: str,
    by: Any,
    expected: int | None = None,
) -> Removal:
    """The child went back, with a coded reason: when, and to whom."""
    held = hold(removal, expected)
    require(may_have_been_taken(returned_at, clock.now()), "returned_at")
    if held.taken_at is not None and returned_at < held.taken_at:
        raise Refused(_("The child cannot go back before having been taken."), "returned_at")
    RemovalWork.move(held, RemovalWork.give_back, by=by, reason=reason)
    held.returned_at, held.returned_to = returned_at, returned_to
    held.save(update_fields=["returned_at", "returned_to"])
    return held


@action(EMERGENCY_WORK, on="removal")
def withdraw_removal(*, removal: Removal, reason: str, by: Any, expected: int | None = None) -> Removal:
    """Decided, and not carried out, with a coded reason."""
    held = hold(removal, expected)
    RemovalWork.move(held, RemovalWork.withdraw, by=by, reason=reason)
    return held


@action(EMERGENCY_WORK, on="removal")
def make_act(*, removal: Removal, language: str, by: Any) -> Paper:
    """The act as a numbered letter, for the prosecutor and the court. Never the child's own words, the reporter, or a
    hidden address. Made anew after a correction, it has another number; each stays."""
    held = hold(removal)
    if held.taken_at is None:
        raise Refused(_("The act is made once the child has been taken."))
    return make_paper(
        subject=held,
        process=RemovalWork.code,
        key=LETTER,
        language=language,
        data=data_of(held, language),
        by=by,
    )
