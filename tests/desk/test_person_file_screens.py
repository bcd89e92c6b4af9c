"""A child's whole story: everything this reader may see, and not a line more."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.actions import grant
from himaya.access.models import AuditEvent
from himaya.access.roles import PERSON_READ, ROLES
from himaya.cases.casefile.actions import write_note
from himaya.cases.models import Case, CaseMember, Referral
from himaya.cases.referrals.actions import give_feedback
from himaya.cases.visits.actions import Seen, record_visit
from himaya.kit import clock
from himaya.registry.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def child(busy: Any, as_owner: Any, acting_as: Any) -> Person:
    """The child of a case with a visit, a note, referrals and feedback."""
    worker = busy["worker"]
    with acting_as(worker):
        case = Case.objects.get(pk=busy["case"].pk)
        members = list(CaseMember.objects.filter(case=case, role="child"))
        seen = Seen(
            done_at=clock.now() - timedelta(minutes=5), contact_type="home", members=members, alone=members,
            observations="Uşaq sakit idi.", child_words="Anam yaxşıdır.", safe_now="yes",
        )  # fmt: skip
        record_visit(case=case, seen=seen, by=worker)
        write_note(case=case, text="Məktəblə danışıldı.", by=worker)
    with acting_as(busy["provider_staff"]):
        accepted = Referral.objects.get(status="accepted")
        give_feedback(referral=accepted, text="İki dərs keçirilib.", attended=True, by=busy["provider_staff"])
    with as_owner():
        return members[0].person


def story(english: Any, user: Any, person: Person) -> Any:
    return english(user).get(reverse("desk:person-file", args=[person.public_id]))


def test_the_worker_reads_the_whole_story_in_one_line_of_time(busy: Any, child: Person, english: Any) -> None:
    page = story(english, busy["worker"], child)
    text = page.content.decode()
    for word in ("Uşaq sakit idi.", "Məktəblə danışıldı.", "İki dərs keçirilib.", busy["case"].reference):
        assert word in text
    assert "Anam yaxşıdır." not in text, "the child's own words stay with the visit"
    told = page.context["story"]
    kinds = {m.kind for m in told.moments}
    assert {"case", "visit", "note", "referral", "register"} <= kinds
    assert [m.at for m in told.moments] == sorted((m.at for m in told.moments), reverse=True)
    assert (len(told.cases), len(told.referrals)) == (1, 2)


def test_a_reader_of_another_district_finds_no_such_page(busy: Any, child: Person, english: Any) -> None:
    for who in ("stranger", "neighbour"):
        assert story(english, busy[who], child).status_code == 404, who
    assert story(english, None, child).status_code == 302


def test_each_role_reads_it_or_not(busy: Any, child: Person, english: Any) -> None:
    for code, role in ROLES.items():
        sees = code in {"social_worker", "supervisor", "manager", "duty_officer", "adjudicator", "registrar"}
        wanted = 200 if sees else 404 if PERSON_READ in role.may else 403
        page = story(english, busy[code], child)
        assert page.status_code == wanted, code
        if code in ("adjudicator", "registrar"):  # know people, read no cases
            assert page.context["story"].cases == page.context["story"].reports == []


def test_a_file_opened_without_its_cases_tells_of_none(
    busy: Any, child: Person, english: Any, as_owner: Any
) -> None:
    """A colleague who was let into the person's file alone."""
    with as_owner():
        grant(dossier=child.dossier, user=busy["stranger"], ground="test", by=None)
    page = story(english, busy["stranger"], child)
    assert page.status_code == 200
    assert (
        page.context["story"].cases == page.context["story"].referrals == page.context["story"].reports == []
    )
    assert "Məktəblə danışıldı." not in page.content.decode()


def test_reading_it_is_audited(busy: Any, child: Person, english: Any, as_owner: Any) -> None:
    story(english, busy["supervisor"], child)
    with as_owner():
        read = AuditEvent.objects.filter(verb="person.story_viewed", actor_id=busy["supervisor"].pk)
        assert read.get().dossier_id == child.dossier_id


def test_it_costs_the_same_however_long_the_story(
    busy: Any, child: Person, english: Any, acting_as: Any
) -> None:
    browser = english(busy["worker"])
    page = reverse("desk:person-file", args=[child.public_id])

    def asked() -> int:
        browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            browser.get(page)
        return len(queries)

    before = asked()
    assert before <= 30, "five of them are only asked in tests"
    with acting_as(busy["worker"]):
        for n in range(10):
            write_note(case=Case.objects.get(pk=busy["case"].pk), text=f"Qeyd {n}", by=busy["worker"])
    assert asked() == before


def test_the_register_leads_to_it(busy: Any, child: Person, english: Any) -> None:
    page = english(busy["worker"]).get(child.get_absolute_url()).content.decode()
    assert reverse("desk:person-file", args=[child.public_id]) in page
