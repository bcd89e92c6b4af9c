"""Removals, proceedings, missing children and complaints at every step, for the forms that lead on from it."""

from datetime import timedelta
from typing import Any

from himaya.access.gate import acting_as
from himaya.access.models import User
from himaya.access.roles import Supervisor, UnitManager
from himaya.cases.appeals.actions import Told as Complaint
from himaya.cases.appeals.actions import decide_appeal, write_appeal
from himaya.cases.assessment.actions import finish_answers, start_assessment
from himaya.cases.missing.actions import Found, find_child, report_missing
from himaya.cases.missing.actions import Told as Gone
from himaya.cases.models import Case, CaseMember
from himaya.cases.proceedings.actions import (
    Claim,
    Considering,
    Judged,
    Sitting,
    add_party,
    open_proceeding,
    plan_hearing,
    record_judgment,
    write_considered,
)
from himaya.cases.removal.actions import Act, remove_child
from himaya.demo.answers import answers_for
from himaya.kit import clock

STATED = Considering(best_interests="Nənə ilə", view_method="talk", child_words="Nənəmlə")


def protect(world: Any) -> None:
    """Of each what the sample country does not show: the other steps."""
    rows = Case.objects.filter(dossier__unit=world.here, worker__isnull=False, status="implementing")
    apart = world.world.only["cases:case-split"]["pk"]  # whose children may still part
    rows = rows.filter(removals__isnull=True, missing__isnull=True).exclude(pk=apart)
    cases = list(rows.order_by("pk")[:4])
    first, second, third, fourth = cases[0], cases[1], cases[2 % len(cases)], cases[-1]
    removals(first, second)
    proceedings(third)
    missing(third, fourth)
    complaints(first, world.one(Supervisor), world.one(UnitManager))


def child_of(case: Case) -> CaseMember:
    return CaseMember.objects.filter(case=case, role="child", ended_at__isnull=True).order_by("pk")[0]


def removals(decided: Case, taken: Case) -> None:
    """One only decided, one carried out with its notice still to be told."""
    with acting_as(decided.worker) as by:
        remove_child(case=decided, act=Act(child=child_of(decided)), by=by)
    with acting_as(taken.worker) as by:
        remove_child(
            case=taken, act=Act(child=child_of(taken)), taken_at=clock.now() - timedelta(hours=27), by=by
        )


def proceedings(case: Case) -> None:
    """One prepared and considered, one before its body with a hearing that has been, one judged."""
    ago = clock.today() - timedelta(days=40)
    with acting_as(case.worker) as by:
        ours = open_proceeding(case=case, claim=Claim(kind="deprivation", body_name="Məhkəmə"), by=by)
        write_considered(proceeding=ours, considering=STATED, by=by)
        add_party(proceeding=ours, part="respondent", name="Ata", by=by)
        theirs = Claim(kind="restriction", claimant="prosecutor", filed_on=ago)
        filed = open_proceeding(case=case, claim=theirs, by=by)
        plan_hearing(proceeding=filed, sitting=Sitting(clock.now() - timedelta(days=1)), by=by)
        judged = open_proceeding(case=case, claim=theirs, by=by)
        record_judgment(proceeding=judged, judgment=Judged(ago, "granted"), by=by)


def missing(found: Case, gone: Case) -> None:
    """One found and not heard yet, one still missing."""
    since = Gone(since=clock.now() - timedelta(hours=50))
    with acting_as(found.worker) as by:
        back = report_missing(case=found, child=child_of(found), told=since, by=by)
        find_child(missing=back, found=Found(clock.now() - timedelta(hours=28), "Vağzal", "well"), by=by)
    if gone != found:
        with acting_as(gone.worker) as by:
            report_missing(case=gone, child=child_of(gone), told=since, by=by)


def complaints(case: Case, leader: User, chief: User) -> None:
    """One received, one decided and not told yet."""
    told = Complaint(
        decision="other", what="Narazıyam", way="oral", received_at=clock.now() - timedelta(hours=3)
    )
    with acting_as(leader) as by:
        write_appeal(origin=case, told=told, by=by)
        second = write_appeal(origin=case, told=told, by=by)
    with acting_as(chief) as by:
        decide_appeal(appeal=second, outcome="upheld", findings="Doğrudur", answer="Haqlısınız", by=by)


def assess(cases: list[Case]) -> None:
    """An assessment with nothing answered, and one whose first part is finished."""
    for n, case in enumerate(cases):
        child = case.members.filter(role="child").first()
        with acting_as(case.worker) as by:
            begun = start_assessment(case=case, by=by, child=child)
            if n:
                finish_answers(assessment=begun, part="safety", answers=answers_for(begun.safety), by=by)
