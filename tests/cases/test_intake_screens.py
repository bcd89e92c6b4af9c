"""The pages of reports: who may, who may not, what is typed badly, sent twice, or left open in a second tab."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from himaya.cases.models import PublicDraft
from himaya.kit import clock
from himaya.registry.models import Document
from tests.cases.intake_pages import only_report
from tests.pictures import PNG

pytestmark = pytest.mark.django_db

STEPS = {
    "what": {"narrative": "Uşaq ac qalıb", "urgent": "no"},
    "where": {"place": "", "place_text": "Sumqayıt, 12-ci mikrorayon", "detail": "məktəbin yanı"},
    "who": {"children": "1", "child0-name": "Elvin", "child0-age_text": "7", "insider": "no"},
    "you": {"reporter_kind": "neighbour", "anonymous": "yes"},
}


def step(name: str) -> str:
    return reverse("cases:report-step", args=[name])


def walk(visitor: Any, **changes: dict[str, str]) -> Any:
    """Goes through the form; what the last page answers."""
    for name, typed in STEPS.items():
        answer = visitor.post(step(name), typed | changes.get(name, {}))
        assert answer.status_code == 302, name
    return visitor.post(step("send"), changes.get("send", {}))


def test_a_report_walks_through_the_pages_and_is_shown_its_reference_and_pin(
    desks: Any, browser_of: Any, acting_as: Any
) -> None:
    visitor = browser_of()
    answer = walk(visitor)
    assert answer.url == reverse("cases:report-done")
    page = visitor.get(answer.url).content.decode()
    report = only_report(acting_as, desks["duty"])
    assert report.reference in page
    assert report.territory.code == "AZ-SM"
    assert report.place_text == "Sumqayıt, 12-ci mikrorayon, məktəbin yanı"
    assert (report.channel, report.reporter_kind, report.is_anonymous) == ("web", "neighbour", True)
    with acting_as(desks["duty"]):
        assert [(c.name, c.age_years) for c in report.children.all()] == [("Elvin", 7)]


def test_a_second_submit_and_a_second_tab_make_one_report(
    desks: Any, browser_of: Any, acting_as: Any
) -> None:
    visitor = browser_of()
    key = {"_key": str(uuid.uuid4())}
    first = walk(visitor, send=key)
    again = visitor.post(step("send"), key)
    tab = visitor.post(step("send"), {"_key": str(uuid.uuid4())})
    assert first.url == again.url == tab.url == reverse("cases:report-done")
    only_report(acting_as, desks["duty"])
    assert visitor.get(step("what")).url == reverse("cases:report-done"), (
        "it is sent; only leaving begins anew"
    )


def test_what_is_missing_is_said_and_nothing_is_lost(desks: Any, browser_of: Any) -> None:
    visitor = browser_of()
    page = visitor.post(step("what"), {"narrative": "  ", "urgent": "yes"})
    assert page.status_code == 200
    assert "Nə baş verdiyi haqqında" in page.content.decode()
    assert visitor.get(step("what")).context["form"]["urgent"].value() == "yes"
    assert visitor.get(step("send")).url.startswith(step("what"))


def test_an_ambiguous_place_asks_and_an_unknown_one_is_taken(
    desks: Any, browser_of: Any, acting_as: Any
) -> None:
    visitor = browser_of()
    visitor.post(step("what"), STEPS["what"])
    asked = visitor.post(step("where"), {"place_text": "Nizami"})
    assert asked.status_code == 200
    choices = dict(asked.context["form"].fields["choice"].choices)
    assert len(choices) > 2
    assert visitor.post(step("where"), {"place_text": "Nizami", "choice": "none"}).status_code == 302
    code = next(code for code in choices if code != "none")
    assert visitor.post(step("where"), {"place_text": "Nizami", "choice": code}).status_code == 302
    assert visitor.post(step("where"), {"place_text": "Qırmızı daxma, meşənin dibi"}).status_code == 302


@pytest.mark.parametrize("typed", ["sumqayit", "СУМГАИТ", "Sumqayıtda yaşayırlar", "Sumqayit seheri 12 mkr"])
def test_the_spelling_of_a_place_does_not_matter(
    desks: Any, browser_of: Any, acting_as: Any, typed: str
) -> None:
    walk(browser_of(), where={"place_text": typed})
    assert only_report(acting_as, desks["duty"]).territory.code == "AZ-SM"


@pytest.mark.parametrize(
    "typed",
    [
        "🙂👨‍👩‍👧 kömək",
        "\u202eadaşu\u202c görmüşəm",
        "<script>alert(1)</script><img src=x onerror=1>",
        "'; drop table cases_report; --",
        "=cmd|' /C calc'!A0",
        "%s %(x)s {{ 7*7 }} {% url %}",
        "x" * 10_000,
    ],
)
def test_whatever_is_typed_is_kept_as_text(desks: Any, browser_of: Any, acting_as: Any, typed: str) -> None:
    walk(browser_of(), what={"narrative": typed})
    report = only_report(acting_as, desks["duty"])
    assert report.narrative.replace("\u202e", "") == typed.replace("\u202e", "").replace("\u202c", "")
    page = browser_of(desks["duty"]).get(report.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "onerror=1>" not in page or "&lt;img" in page


def test_too_long_is_said_beside_the_field(desks: Any, browser_of: Any) -> None:
    page = browser_of().post(step("what"), {"narrative": "x" * 10_001})
    assert page.status_code == 200
    assert page.context["form"].errors["narrative"]
    page = browser_of().post(step("where"), {"place_text": "x" * 400})
    assert page.status_code == 200


def test_a_filled_trap_is_kept_in_the_lane(desks: Any, browser_of: Any, acting_as: Any) -> None:
    walk(browser_of(), send={"website": "https://spam.example"})
    assert only_report(acting_as, desks["duty"]).flood_lane == "trap"


def test_files_come_with_the_report_and_a_wrong_one_is_said(
    desks: Any, browser_of: Any, acting_as: Any
) -> None:
    visitor = browser_of()
    for name, typed in STEPS.items():
        visitor.post(step(name), typed)
    page = visitor.post(step("send"), {"attachments": [SimpleUploadedFile("a.exe", b"MZ" + b"0" * 99)]})
    assert page.status_code == 200
    assert page.context["form"].errors["attachments"]
    visitor.post(
        step("send"), {"attachments": [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.png", PNG)]}
    )
    report = only_report(acting_as, desks["duty"])
    with acting_as(desks["duty"]):
        assert Document.objects.filter(dossier=report.dossier_id).count() == 2


def test_the_draft_is_unreadable_without_the_visitor_s_cookie_and_wiped_on_leaving(
    desks: Any, browser_of: Any
) -> None:
    visitor = browser_of()
    visitor.post(step("what"), {"narrative": "çox gizli söz"})
    row = PublicDraft.objects.get()
    assert "gizli" not in bytes(row.content).decode("latin-1")
    assert visitor.get(step("what")).context["form"]["narrative"].value() == "çox gizli söz"
    assert browser_of().get(step("what")).context["form"]["narrative"].value() is None
    cookies = visitor.cookies.copy()
    left = visitor.get(reverse("cases:report-leave"))
    assert left.url.startswith("https://")
    assert visitor.cookies["draft"].value == ""
    row.refresh_from_db()
    assert row.wiped
    assert bytes(row.content) == b""
    visitor.cookies = cookies
    visitor.post(reverse("cases:report-draft", args=["what"]), {"narrative": "gec gələn"})
    row.refresh_from_db()
    assert bytes(row.content) == b"", "a late save finds it closed"


def test_a_draft_lasts_half_an_hour(desks: Any, browser_of: Any) -> None:
    visitor = browser_of()
    with clock.fixed("2026-03-05T10:00"):
        visitor.post(step("what"), {"narrative": "yarım saat"})
        assert visitor.get(step("what")).context["form"]["narrative"].value() == "yarım saat"
    with clock.fixed("2026-03-05T10:31"):
        assert visitor.get(step("what")).context["form"]["narrative"].value() is None


def test_the_status_page_says_the_same_for_wrong_and_unknown(
    desks: Any, browser_of: Any, receive: Any
) -> None:
    report = receive()
    visitor = browser_of()
    address = reverse("cases:report-status")
    said = {
        visitor.post(address, {"reference": reference, "pin": "123456"}).context["form"].non_field_errors()[0]
        for reference in (report.reference, "7K3-D94-QXM", "🙂", "' or 1=1")
    }
    assert len(said) == 1
    right = visitor.post(
        address, {"reference": report.reference, "pin": f" {report.pin[:3]} {report.pin[3:]} "}
    )
    assert right.context["state"] == "received"
    assert report.narrative not in right.content.decode()


def test_public_pages_leave_no_session_and_a_neutral_title(desks: Any, browser_of: Any) -> None:
    visitor = browser_of()
    for name in ("cases:report-start", "cases:report-status"):
        page = visitor.get(reverse(name))
        assert "<title>Məlumat</title>" in page.content.decode()
        assert "sessionid" not in page.cookies
        assert "112" in page.content.decode()
