"""What the law asks for in the sample country: a removal with its claim, a criminal case and an order that is about to end,
a missing child, a complaint, and the rights affected."""

from datetime import timedelta
from typing import Any

from himaya.access.gate import acting_as
from himaya.access.models import User
from himaya.access.roles import Supervisor, UnitManager
from himaya.cases.appeals.actions import Told as Complaint
from himaya.cases.appeals.actions import acknowledge_appeal, write_appeal
from himaya.cases.missing.actions import Looked, note_search, report_missing
from himaya.cases.missing.actions import Told as Gone
from himaya.cases.models import Case, CaseMember
from himaya.cases.notifying.actions import tell_of_case
from himaya.cases.proceedings.actions import (
    Claim,
    OrderTold,
    Sitting,
    issue_order,
    open_proceeding,
    plan_hearing,
)
from himaya.cases.removal.actions import Act, Filing, claim_removal, make_act, remove_child
from himaya.cases.rights.actions import note_rights
from himaya.demo.country import Country
from himaya.kit import clock


def make_protection(country: Country) -> int:
    """In the district shown first: a case in which all of it came together, and another that is complained of; says in how
    many cases."""
    unit = country.districts[0]
    rows = Case.objects.filter(
        dossier__unit=unit, worker__isnull=False, status__in=("registered", "implementing")
    )
    cases = list(rows.select_related("worker", "dossier__unit").order_by("-status", "pk")[:2])
    leader = country.staff[(unit.pk, Supervisor.code)][0]
    chief = country.staff[(unit.pk, UnitManager.code)][0]
    for case, tells in zip(cases, ((_removal, _court, _missing), (_complaint,)), strict=False):
        assert case.worker is not None
        for tell in tells:
            tell(case, case.worker, leader, chief)
    return len(cases)


def _child(case: Case) -> CaseMember:
    return CaseMember.objects.filter(case=case, role=CaseMember.CHILD, ended_at__isnull=True).order_by("pk")[
        0
    ]


def _removal(case: Case, worker: User, leader: User, chief: User) -> None:
    act = Act(
        child=_child(case), agreed_with=leader, grounds=["life", "violence"], danger="Evdə bıçaqla hədə olub (nümunə).",
        taken_from="Valideynlərin evi", present="Sahə inspektoru, qonşu", condition="Xəsarət yoxdur, qorxub",
        belongings="Çanta, geyim", place="shelter", place_words="Nümunə sığınacağı", parents_told="yes",
        parents_words="Anaya yerində deyilib", best_interests="Təhlükəsiz başqa yol yoxdur.", view_method="talk",
        child_words="Nənəmin yanına getmək istəyirəm.",
    )  # fmt: skip
    with acting_as(worker) as by:
        removal = remove_child(case=case, act=act, taken_at=clock.now() - timedelta(hours=26), by=by)
        assert removal.notice is not None
        tell_of_case(notice=removal.notice, told_at=clock.now(), told_whom="Növbətçi prokuror", by=by)
        make_act(removal=removal, language="az", by=by)
        claim_removal(
            removal=removal, filing=Filing(clock.today(), body_name="Nümunə rayon məhkəməsi"), by=by
        )
        note_rights(case=case, rights=["violence", "parents", "heard"], by=by)


def _court(case: Case, worker: User, leader: User, chief: User) -> None:
    with acting_as(worker) as by:
        claim = Claim(kind="criminal", claimant="police", number="N-1", body_name="Nümunə rayon məhkəməsi")
        proceeding = open_proceeding(case=case, claim=claim, by=by)
        later = clock.now() + timedelta(days=1)
        plan_hearing(proceeding=proceeding, sitting=Sitting(later, "Zal 2", worker), by=by)
        today = clock.today()
        told = OrderTold(
            kind="short_protection", issuer_kind="executive_authority", from_on=today - timedelta(days=20),
            until_on=today + timedelta(days=9), protected=[_child(case)], bound_name="Nümunə Şəxs", proceeding=proceeding,
        )  # fmt: skip
        issue_order(case=case, told=told, by=by)


def _missing(case: Case, worker: User, leader: User, chief: User) -> None:
    gone = Gone(
        since=clock.now() - timedelta(hours=25), last_seen="Məktəbin qarşısında, dostu ilə (nümunə)",
        wearing="Göy gödəkçə", circumstance="not_back", risks=["young"],
    )  # fmt: skip
    with acting_as(worker) as by:
        missing = report_missing(case=case, child=_child(case), told=gone, by=by)
        note_search(missing=missing, looked=Looked("Nənəsi", "nothing"), by=by)


def _complaint(case: Case, worker: User, leader: User, chief: User) -> Any:
    told = Complaint(
        decision="delay", what="Bir aydır heç kim gəlmir (nümunə).", way="oral", received_at=clock.now(),
        made_by="parent", name="Nümunə Ana", answer_way="in_person", answer_where="Qəbul günü",
    )  # fmt: skip
    with acting_as(leader) as by:
        appeal = write_appeal(origin=case, told=told, by=by)
    with acting_as(chief) as by:
        acknowledge_appeal(appeal=appeal, suspends="no", by=by)
