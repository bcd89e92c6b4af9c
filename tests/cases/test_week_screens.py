"""The week: what one has to be at, by day and hour, and where it leads."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.meetings.models import Attendee, Meeting
from himaya.cases.models import Case, Hearing, Proceeding
from himaya.cases.visits.actions import cancel_visit, plan_visit
from himaya.cases.week.page import district_map
from himaya.cases.week.queries import Day, Stop, by_district, monday_of, week_of
from himaya.kit import clock
from himaya.reference.models import Territory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
# A Monday morning, so that the week lies ahead.
NOW = clock.at(date(2026, 11, 23), 8)


@pytest.fixture
def busy(make_case: Any, country: Any, acting_as: Any, as_owner: Any) -> Case:
    """A case with a visit on Tuesday, one that was cancelled, a hearing on Wednesday and a conference on Thursday."""
    with clock.fixed(NOW):
        case = make_case("registered")
        with acting_as(country["worker"]) as by:
            told = {"case": case, "worker": by, "contact_type": "home", "by": by}
            plan_visit(**told, planned_for=NOW + timedelta(days=1), place="Nizami küçəsi 5")
            gone = plan_visit(**told, planned_for=NOW + timedelta(days=1, hours=2))
            cancel_visit(visit=gone, reason="family_asked", by=by)
        with as_owner():
            place = Territory.objects.get(code="AZ-SM")
            Case.objects.filter(pk=case.pk).update(territory=place)
            made = Proceeding.objects.create(
                case=case, dossier=case.dossier, kind="claim", status="filed", opened_by=country["worker"]
            )
            Hearing.objects.create(
                proceeding=made, dossier=case.dossier, at=NOW + timedelta(days=2), place="Zal 3"
            )
            meeting = Meeting.objects.create(
                kind="conference", case=case, dossier=case.dossier, starts_at=NOW + timedelta(days=3),
                place="Otaq 2", keeper=country["worker"], status="planned",
            )  # fmt: skip
            Attendee.objects.create(
                meeting=meeting, dossier=case.dossier, user=country["supervisor"], name="N", part="chair"
            )
    return case


def told(user: Any, *, mine: bool = True, monday: date | None = None) -> list[list[str]]:
    return [
        [stop.kind for stop in day.stops] for day in week_of(user, monday or date(2026, 11, 23), mine=mine)
    ]


def test_every_kind_stands_on_its_day(busy: Case, country: Any, acting_as: Any) -> None:
    with clock.fixed(NOW), acting_as(country["worker"]) as worker:
        week = told(worker)
        assert week[1:4] == [["visit"], ["hearing"], ["meeting"]]
        assert told(worker, monday=date(2026, 12, 7)) == [[]] * 7
        days = week_of(worker, date(2026, 11, 23), mine=True)
        assert [day.is_today for day in days] == [True] + [False] * 6
        assert {stop.title for day in days for stop in day.stops} == {"Əliyeva Ülkər"}
        assert by_district(days)["AZ-SM"] >= 3
        assert district_map(days) is None, "one district needs no map"
    with clock.fixed(NOW), acting_as(country["colleague"]) as other:
        assert told(other) == [[]] * 7, "not theirs"
    with clock.fixed(NOW), acting_as(country["supervisor"]) as supervisor:
        assert told(supervisor)[3] == ["meeting"], "they were asked to it"
        assert told(supervisor, mine=False)[1:4] == [["visit"], ["hearing"], ["meeting"]]


def test_what_was_not_written_down_is_said(busy: Case, country: Any, acting_as: Any, as_owner: Any) -> None:
    friday = NOW + timedelta(days=4)
    with clock.fixed(friday), acting_as(country["worker"]) as worker:
        late = [
            stop.late for day in week_of(worker, date(2026, 11, 23), mine=True)[1:4] for stop in day.stops
        ]
        assert late == [True, True, True]
    with as_owner():
        Hearing.objects.update(outcome="held")
        Meeting.objects.update(held_at=friday)
    with clock.fixed(friday), acting_as(country["worker"]) as worker:
        days = week_of(worker, date(2026, 11, 23), mine=True)[1:4]
        assert [(s.done, s.late) for day in days for s in day.stops] == [
            (False, True),
            (True, False),
            (True, False),
        ]


def test_who_must_be_seen_and_is_not_planned_stands_on_the_day(
    make_case: Any, country: Any, acting_as: Any
) -> None:
    with clock.fixed(NOW):
        make_case("accepted", risk="high")
        with acting_as(country["worker"]) as worker:
            first = [stop for day in week_of(worker, date(2026, 11, 23), mine=True) for stop in day.stops]
            assert ("due", False) in {(stop.kind, stop.late) for stop in first}
            assert told(worker, monday=date(2026, 12, 14)) == [[]] * 7, "it is due this week"
    with clock.fixed(NOW + timedelta(days=9)), acting_as(country["worker"]) as worker:
        days = week_of(worker, monday_of(clock.today()), mine=True)
        (today,) = [day for day in days if day.is_today]
        assert [(stop.kind, stop.late) for stop in today.stops] == [("due", True)]


def test_the_page_shows_it_and_the_map(
    busy: Case, country: Any, english: Any, django_assert_max_num_queries: Any
) -> None:
    browser, page = english(country["worker"]), reverse("cases:week")
    with clock.fixed(NOW):
        with django_assert_max_num_queries(25):
            shown = browser.get(page).content.decode()
        for words in (
            "Tuesday",
            "Nizami küçəsi 5",
            "Hearing",
            "Zal 3",
            "Case conference",
            "Today",
            "Week after",
        ):
            assert words in shown
        assert "Everybody" not in shown
        assert "Only mine" in english(country["supervisor"]).get(page).content.decode()
        assert "Zal 3" not in browser.get(page, {"week": "2026-12-07"}).content.decode()
        assert "Zal 3" in browser.get(page, {"week": "never"}).content.decode()
        assert reverse("cases:week") in browser.get(reverse("cases:visit-list")).content.decode()
    stops = [Stop("meeting", NOW, "Commission", "session", "/")]  # nobody's district
    stops += [Stop("visit", NOW, "A", "home", "/", district=code) for code in ("AZ-SM", "AZ-SM", "AZ-ABS")]
    drawn = district_map([Day(NOW.date(), stops)])
    assert drawn is not None
    assert {node.title for node in drawn.nodes} >= {"Sumgayit: 2", "Absheron: 1"}
