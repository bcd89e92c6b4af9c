"""A proceeding: opened, considered, filed, ended; and who takes part."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.models import Organisation
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.actions import require
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.rules import may_write
from himaya.cases.proceedings.models import Proceeding, ProceedingParty
from himaya.cases.proceedings.process import ProceedingWork
from himaya.kit import clock
from himaya.kit.errors import Refused


@dataclass(frozen=True, slots=True)
class Considering:
    """The child's best interests, and its view with the way it was heard."""

    best_interests: str = ""
    view_method: str = ""
    child_words: str = ""
    not_heard_why: str = ""

    def put(self, record: Any) -> None:
        """Writes them onto the row, unsaved."""
        for name in Considering.__slots__:
            setattr(record, name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a proceeding is, who brought it, and before whom."""

    kind: str
    claimant: str = Proceeding.OURS
    claimant_name: str = ""
    organisation: Organisation | None = None
    body_name: str = ""
    number: str = ""
    what: str = ""
    filed_on: date | None = None


def hold(proceeding: Proceeding, expected: int | None = None) -> Proceeding:
    """The proceeding as it is now, held until the transaction ends."""
    rows = Proceeding.objects.select_for_update(of=("self",)).select_related(
        "case__dossier__unit", "case__worker", "dossier__unit"
    )
    held: Proceeding = rows.get(pk=proceeding.pk)
    require_version(held, expected)
    return held


@action(CASE_WORK, on="case")
def open_proceeding(*, case: Case, claim: Claim, by: Any) -> Proceeding:
    """A claim of ours is prepared first; what others brought is before its body already, since the day it was filed."""
    require(may_write(case))
    if claim.filed_on is not None and claim.filed_on > clock.today():
        raise Refused(_("This day is still to come."), "filed_on")
    given = {name: getattr(claim, name) for name in Claim.__slots__}
    proceeding = Proceeding(dossier=case.dossier, case=case, opened_by=by, **given)
    preparing = claim.claimant == Proceeding.OURS and claim.filed_on is None
    move = ProceedingWork.prepare if preparing else ProceedingWork.note
    ProceedingWork.begin(proceeding, move, by=by, facts={"kind": claim.kind})
    return proceeding


@action(CASE_WORK, on="proceeding")
def write_considered(
    *, proceeding: Proceeding, considering: Considering, by: Any, expected: int | None = None
) -> Proceeding:
    """What the claim means for the child, and what the child says to it: before it is filed."""
    held = hold(proceeding, expected)
    if held.status != ProceedingWork.prepared.name:
        raise Refused(_("This claim has been filed. Write a note in the case."))
    considering.put(held)
    held.save()
    return held


@action(CASE_WORK, on="proceeding")
def file_claim(
    *,
    proceeding: Proceeding,
    filed_on: date,
    by: Any,
    number: str = "",
    override: str = "",
    expected: int | None = None,
) -> Proceeding:
    """The claim went to its body. What a guard holds against it a supervisor passes over, with a coded reason only."""
    held = hold(proceeding, expected)
    if filed_on > clock.today():
        raise Refused(_("This day is still to come."), "filed_on")
    held.filed_on, held.number = filed_on, number or held.number
    ProceedingWork.move(held, ProceedingWork.file, by=by, override=override, facts={"on": filed_on})
    held.save(update_fields=["filed_on", "number"])
    return held


@action(CASE_WORK, on="proceeding")
def go_on_appeal(*, proceeding: Proceeding, by: Any, expected: int | None = None) -> Proceeding:
    """The judgment was appealed: the proceeding goes on, and the judgment is not in force."""
    held = hold(proceeding, expected)
    ProceedingWork.move(held, ProceedingWork.go_on, by=by)
    held.appeal_until = None
    held.save(update_fields=["appeal_until"])
    return held


@action(CASE_WORK, on="proceeding")
def enter_into_force(
    *, proceeding: Proceeding, in_force_on: date, by: Any, expected: int | None = None
) -> Proceeding:
    """Nobody appealed in time, or the higher court has spoken."""
    held = hold(proceeding, expected)
    if in_force_on > clock.today():
        raise Refused(_("This day is still to come."), "in_force_on")
    if held.judged_on is not None and in_force_on < held.judged_on:
        raise Refused(_("A judgment is not in force before it was given."), "in_force_on")
    ProceedingWork.move(held, ProceedingWork.enter, by=by, facts={"on": in_force_on})
    held.in_force_on = in_force_on
    held.save(update_fields=["in_force_on"])
    return held


@action(CASE_WORK, on="proceeding")
def drop_proceeding(
    *, proceeding: Proceeding, reason: str, by: Any, expected: int | None = None
) -> Proceeding:
    """It ended without a judgment, with a coded reason."""
    held = hold(proceeding, expected)
    ProceedingWork.move(held, ProceedingWork.drop, by=by, reason=reason)
    return held


@action(CASE_WORK, on="proceeding")
def add_party(
    *, proceeding: Proceeding, part: str, by: Any, member: CaseMember | None = None, name: str = ""
) -> ProceedingParty:
    """Somebody takes part: a person of the case, or another by name. Named twice as the same, they stand once."""
    held = hold(proceeding)
    if member is None and not name.strip():
        raise Refused(_("Choose a person of the case, or write a name."), "name")
    party, _made = ProceedingParty.objects.get_or_create(
        proceeding=held,
        member=member,
        name="" if member else name.strip(),
        part=part,
        ended_at=None,
        defaults={"dossier": held.dossier},
    )
    return party


@action(CASE_WORK, on="party")
def end_party(*, party: ProceedingParty, by: Any) -> ProceedingParty:
    """Somebody no longer takes part. The line stays in the history."""
    ProceedingParty.objects.filter(pk=party.pk, ended_at__isnull=True).update(ended_at=clock.now())
    party.refresh_from_db()
    return party
