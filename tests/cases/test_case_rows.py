"""Rows of long lists are drawn by functions: what they say, and that whatever people typed stays text."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template

from himaya.kit import clock
from himaya.kit.shapes import Due

pytestmark = pytest.mark.django_db  # labels of codes are data

HOSTILE = "<script>alert(1)</script>"


def drawn(tag: str, **values: Any) -> str:
    return Template("{% load case_rows %}{% " + tag + " %}").render(Context(values))


def stop(**changed: Any) -> Any:
    visit = {
        "planned_for": clock.at(clock.today(), 9, 30),
        "contact_type": "",
        "place": "",
        "worker": "Aygün Əliyeva",
        "status": "planned",
        "get_absolute_url": lambda: "/visits/abc",
    }
    late = changed.pop("is_late", False)
    return SimpleNamespace(visit=SimpleNamespace(**visit | changed), title="Murad", is_late=late)


def test_a_visit_says_when_to_whom_and_by_whom() -> None:
    html = drawn("visit_row stop mine", stop=stop(place="Məktəb"), mine=False)
    assert '<a href="/visits/abc"><strong>09:30</strong> Murad</a>' in html
    assert "Məktəb · Aygün Əliyeva" in html
    assert "hm-chip" not in html
    assert "Aygün" not in drawn("visit_row stop mine", stop=stop(), mine=True)


def test_a_late_visit_says_its_day_and_one_under_way_says_so() -> None:
    html = drawn("visit_row stop mine", stop=stop(is_late=True, status="under_way"), mine=True)
    assert f"{clock.today():%d.%m.%Y}" in html
    assert html.count("hm-chip") == 2


def test_a_child_without_a_visit_can_be_planned_for_by_who_may() -> None:
    case = SimpleNamespace(worker=None, public_id="0123456789ab", get_absolute_url=lambda: "/cases/x")
    row = SimpleNamespace(case=case, title=HOSTILE, due_at=clock.now() + timedelta(hours=2))
    html = drawn("unplanned_row row mine may_plan", row=row, mine=False, may_plan=True)
    assert "0123456789ab" in html
    assert "hm-tone-watch" in html
    assert HOSTILE not in html
    assert "btn" not in drawn("unplanned_row row mine may_plan", row=row, mine=True, may_plan=False)


@pytest.mark.parametrize(("rung", "climbed"), [(1, False), (2, True)])
def test_a_late_deadline_says_with_whom_it_lies_and_whether_it_climbed(rung: int, climbed: bool) -> None:
    held = SimpleNamespace(holder=None, unit="Masallı komissiyası", rung=rung)
    line = SimpleNamespace(
        clock=held, label="İlk görüş", title="Murad", reference="AB-1", url="/cases/x",
        due=Due(at=clock.now() - timedelta(days=4)),
    )  # fmt: skip
    html = drawn("late_row line", line=line)
    assert '<a href="/cases/x">İlk görüş</a>' in html
    assert "AB-1" in html
    assert "Masallı komissiyası" in html
    assert "hm-tone-bad" in html
    assert html.count("<svg") == 1 + climbed
    held.holder, line.url, line.title = "Aygün", "", "AB-1"
    html = drawn("late_row line", line=line)
    assert "<strong>İlk görüş</strong>" in html
    assert "Masallı" not in html
    assert html.count("AB-1") == 1


def test_a_worker_over_the_limit_and_late_and_away_says_all_three() -> None:
    worker = SimpleNamespace(public_id="w1")
    said = {"worker": worker, "load_words": "Load 30 of 25, open cases: 20"}
    hands = SimpleNamespace(**said, late=2, is_over=True, away_until=clock.today())
    assert drawn("hands_row hands", hands=hands).count('class="hm-chip') == 3
    quiet = SimpleNamespace(**said, late=0, is_over=False, away_until=None)
    assert "hm-chip" not in drawn("hands_row hands", hands=quiet)


def test_a_unit_says_how_much_is_late_there() -> None:
    unit = SimpleNamespace(public_id="u1")
    html = drawn("sum_row of", of=SimpleNamespace(unit=unit, late=1234))
    assert 'href="?unit=u1"' in html
    assert "1\u00a0234" in html


def test_a_case_says_the_ages_of_its_children_or_that_they_are_not_known() -> None:
    case = SimpleNamespace(
        reference="AB-1", risk="high", worker=None, closed_at=clock.now(), get_absolute_url=lambda: "/cases/x"
    )
    child = SimpleNamespace(age_words="7 yaş")
    row = SimpleNamespace(case=case, children=[child], title="Murad", state="İşdə", due=None)
    html = drawn("case_row row tones", row=row, tones={"high": "bad"})
    assert "AB-1 · 7 yaş" in html
    assert "hm-tone-bad" in html
    assert f"{clock.today():%d.%m.%Y}" in html
    row.children, row.due = [], Due(at=clock.now() + timedelta(days=3))
    html = drawn("case_row row tones", row=row, tones={})
    assert "AB-1" not in html
    assert "hm-clock" in html


def test_a_report_shows_the_beginning_of_what_was_told_as_text() -> None:
    report = SimpleNamespace(
        reference="7K3-D94-QXM", channel="web", received_at=clock.now(), narrative=HOSTILE + "x" * 200, territory=None,
        names_insider=True, due_at=clock.now(), get_absolute_url=lambda: "/reports/x",
    )  # fmt: skip
    risk = SimpleNamespace(label="Yüksək", tone="bad", icon="")
    html = drawn("report_row row", row=SimpleNamespace(report=report, risk=risk, state="Gözləyir"))
    assert HOSTILE not in html
    assert "…" in html
    assert "hm-tone-watch" in html
    report.names_insider, report.due_at = False, None
    html = drawn("report_row row", row=SimpleNamespace(report=report, risk=risk, state="Gözləyir"))
    assert "hm-clock" not in html
    assert "hm-tone-watch" not in html
