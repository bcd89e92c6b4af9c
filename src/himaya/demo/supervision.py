"""Supervision in the district shown first: a session held and read, with what it agreed on a case; one that waits for the
worker's word; and the next ones."""

from datetime import timedelta

from himaya.access.gate import acting_as
from himaya.access.models import User
from himaya.access.roles import SocialWorker, Supervisor
from himaya.cases.models import Case, Supervision
from himaya.cases.supervision.actions import (
    Talk,
    add_session,
    agree_point,
    confirm_session,
    hold_session,
    owe_session,
)
from himaya.demo.country import Country
from himaya.kit import clock


def make_supervision(country: Country) -> None:
    """By the actions that supervisors and workers use."""
    unit = country.districts[0]
    leader = country.staff[(unit.pk, Supervisor.code)][0]
    workers = country.staff[(unit.pk, SocialWorker.code)]
    now = clock.now()
    with acting_as(leader):
        owed = [
            owe_session(worker=worker, unit=unit, since=now - timedelta(days=25 - n), by=leader)
            for n, worker in enumerate(workers)
        ]
    _held(owed[0], leader)
    with acting_as(leader):
        words = "Ailənin hədələri barədə danışdıq, təhlükəsizlik qaydalarını təkrar etdik (nümunə)."
        talk = Talk(now - timedelta(hours=20), kind="ad_hoc", strain="bearable", text=words)
        add_session(worker=workers[0], talk=talk, by=leader)


def _held(owed: Supervision, leader: User) -> None:
    worker = owed.worker
    with acting_as(leader):
        talk = Talk(
            clock.now() - timedelta(days=6),
            strain="bearable",
            workload="Yol çox vaxt aparır, iki iş çox ağırdır.",
            training="Məhkəmə üçün rəyin yazılması.",
            text="İşlər bir-bir nəzərdən keçirildi.",
            next_on=clock.today() + timedelta(days=10),
        )
        held = hold_session(session=owed, talk=talk, by=leader)
        cases = Case.objects.filter(worker=worker, status__in=("registered", "assessed", "implementing"))
        for case in cases.select_related("dossier__unit").order_by("pk")[:1]:
            agree_point(
                session=held,
                case=case,
                what="Məktəbin psixoloqu ilə görüşmək və nəticəni plana yazmaq.",
                owner=worker,
                due_on=clock.today() + timedelta(days=5),
                by=leader,
            )
    with acting_as(worker):
        fresh = Supervision.objects.select_related("dossier__unit").get(pk=held.pk)
        confirm_session(session=fresh, text="Razıyam.", by=worker)
