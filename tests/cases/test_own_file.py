"""What cases tell to a person's own file: how the work goes; never notes, reports, reporters, nor a walled or sealed
case, nor a case in which the person is named as a danger."""

from typing import Any

import pytest

from himaya.access.actions import open_dossier, wall_off
from himaya.access.roles import SEALED
from himaya.cases.casefile.actions import add_member, write_note
from himaya.cases.casefile.own_file import open_cases_of
from himaya.cases.models import Case, CaseMember, Report, Visit
from himaya.kit import clock
from himaya.registry.models import Person
from himaya.registry.ownfile.parts import Asker
from himaya.registry.ownfile.queries import gathered, standing_of

pytestmark = pytest.mark.django_db


def child_of(case: Case) -> Person:
    return case.members.get(role="child").person


def test_the_work_is_told_and_what_others_said_is_not(
    country: Any, make_case: Any, make_person: Any, acting_as: Any, as_owner: Any, in_english: Any
) -> None:
    case = make_case("registered", narrative="Xəbərçi Xanım dedi ki, ata içir", reporter_kind="child")
    feared = make_person(country["here"], family_name="Qorxulu", given_name="Zalim")
    with as_owner():
        child = child_of(case)
        Case.objects.filter(pk=case.pk).update(summary="Zalim Qorxulu uşağı döyür", urgent_needs=" ")
        Visit.objects.create(
            dossier=case.dossier, case=case, worker=country["worker"], contact_type="home", done_at=clock.now(),
            status="done", child_words="Qorxuram",
        )  # fmt: skip
        Report.objects.create(
            dossier=open_dossier(kind="report", unit=country["here"]), status="received", channel="web", case=case,
            received_at=clock.now(), narrative="Başqa söz", reporter_kind="neighbour",
        )  # fmt: skip
    with acting_as(country["supervisor"]) as by:
        add_member(case=Case.objects.get(pk=case.pk), person=feared, role=CaseMember.PERPETRATOR, by=by)
        write_note(case=Case.objects.get(pk=case.pk), text="Qonşu Xəbərçi ilə danışdım", by=by)
        pieces = [piece for piece in gathered(child) if piece.section == "cases"]
        assert standing_of(child, Asker(feared)).suspected
        assert standing_of(child, Asker(None, "Zalim Qorxulu")).suspected
        assert not standing_of(child, Asker(None, "Aysel Əliyeva")).suspected
        assert open_cases_of(feared) == [], "who is feared is told nothing of it"
    words = " ".join(piece.text for piece in pieces)
    assert case.reference in words
    for planted in ("Zalim", "Qorxulu", "Xəbərçi", "Qorxuram", "Başqa söz"):
        assert planted not in words
    assert {"reporter", "third_party"} <= {piece.withheld for piece in pieces}
    assert {piece.label for piece in pieces} >= {
        "Case",
        "What it is about",
        "Visit",
        "Report",
        "Note of a worker",
    }
    assert [piece.free for piece in pieces if piece.label == "What it is about"] == [True]


def test_a_walled_or_sealed_case_is_not_even_mentioned(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    with as_owner():
        child = child_of(case)
    with acting_as(country["supervisor"]):
        assert open_cases_of(child) == [case]
    with as_owner():
        wall_off(dossier=case.dossier, user=country["neighbour"], reason="named", by=None)
    with acting_as(country["supervisor"]):
        assert open_cases_of(child) == []
    sealed = make_case("registered")
    with as_owner():
        other = child_of(sealed)
        sealed.dossier.sensitivity = SEALED
        sealed.dossier.save(update_fields=["sensitivity"])
        assert open_cases_of(other) == []
