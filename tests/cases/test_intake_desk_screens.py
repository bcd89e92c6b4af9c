"""Reports at the desk: who opens them, and how they are judged through their pages."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.models import AuditEvent
from himaya.access.roles import Administrator, Analyst, Auditor, CommissionMember, Coordinator, UnitManager
from himaya.cases.intake.actions import inform, judge_report, propose_out
from himaya.cases.models import Case, MandatoryNotice, Report
from himaya.kit import clock
from tests import factories
from tests.cases.intake_pages import only_report

pytestmark = pytest.mark.django_db


def enter_form(**changes: Any) -> dict[str, Any]:
    return {
        "channel": "phone",
        "received_at_day": "05.03.2026",
        "received_at_time": "20:15",
        "narrative": "Zəng edən qonşu uşağın döyüldüyünü deyir.",
        "place_text": "Sumqayıt",
        "reporter_kind": "teacher",
        "name": "Müəllim Aysel",
        "phone": "050 123 45 67",
        "children": "1",
        "child0-age_text": "5 aylıq",
        "_key": str(uuid.uuid4()),
    } | changes


def test_a_counsellor_enters_a_call_and_sees_reference_and_pin_once(
    desks: Any, browser_of: Any, acting_as: Any
) -> None:
    counsellor = browser_of(desks["counsellor"])
    with clock.fixed("2026-03-06T09:00"):
        sent = enter_form()
        answer = counsellor.post(reverse("cases:report-enter"), sent)
        assert answer.url == reverse("cases:report-entered"), (
            answer.content.decode()[:3000] if answer.content else ""
        )
        report = only_report(acting_as, desks["duty"])
        assert clock.local(report.received_at).strftime("%d.%m %H:%M") == "05.03 20:15"
        assert (report.channel, report.is_professional, report.entered_by) == (
            "phone",
            True,
            desks["counsellor"],
        )
        assert report.reference in counsellor.get(answer.url).content.decode()
        assert report.reference not in counsellor.get(answer.url).content.decode()
        again = counsellor.post(reverse("cases:report-enter"), sent)
        assert again.url == answer.url
    only_report(acting_as, desks["duty"])


def test_a_call_still_to_come_is_refused_beside_the_field(desks: Any, browser_of: Any) -> None:
    with clock.fixed("2026-03-05T09:00"):
        page = browser_of(desks["counsellor"]).post(reverse("cases:report-enter"), enter_form())
    assert page.context["form"].errors["received_at"]


CAST = {
    "duty": 200, "supervisor": 200, "chief": 200, "head": 200,
    "stranger": 404, "worker": 404, "counsellor": 404, "provider": 403,
}  # fmt: skip


@pytest.mark.parametrize("who", CAST)
def test_who_opens_a_report(desks: Any, browser_of: Any, receive: Any, who: str) -> None:
    report = receive()
    assert browser_of(desks[who]).get(report.get_absolute_url()).status_code == CAST[who]


@pytest.mark.parametrize("role", [Analyst, Auditor, Administrator, Coordinator, CommissionMember])
def test_others_do_not_come_near(desks: Any, browser_of: Any, receive: Any, as_owner: Any, role: Any) -> None:
    report = receive()
    with as_owner():
        other = factories.user((role, desks["here"]))
    browser = browser_of(other)
    for name in ("reports", "report-enter"):
        assert browser.get(reverse(f"cases:{name}")).status_code == 403
    assert browser.get(report.get_absolute_url()).status_code == 403


def test_the_public_is_led_to_the_sign_in(desks: Any, browser_of: Any, receive: Any) -> None:
    report = receive()
    for address in (report.get_absolute_url(), reverse("cases:reports"), reverse("cases:report-enter")):
        assert browser_of().get(address).status_code == 302
    assert browser_of().post(reverse("cases:report-staff"), {"q": "Nərmin"}).status_code == 401


def test_a_manager_reads_but_does_not_screen(
    desks: Any, browser_of: Any, receive: Any, as_owner: Any
) -> None:
    report = receive()
    with as_owner():
        manager = factories.user((UnitManager, desks["here"]))
    browser = browser_of(manager)
    assert browser.get(report.get_absolute_url()).status_code == 200
    assert browser.get(reverse("cases:report-screen", args=[report.public_id])).status_code == 403


def test_reading_is_written_down_the_reporter_too(
    desks: Any, browser_of: Any, receive: Any, as_owner: Any
) -> None:
    from himaya.cases.intake.actions import Contact

    report = receive(is_anonymous=False, contact=Contact(name="Qonşu"))
    assert "Qonşu" in browser_of(desks["duty"]).get(report.get_absolute_url()).content.decode()
    with as_owner():
        kinds = set(AuditEvent.objects.filter(verb="report.viewed").values_list("object_kind", flat=True))
    assert kinds == {"cases.report", "cases.reporter"}


def test_the_lists_cost_the_same_however_long(desks: Any, browser_of: Any, receive: Any) -> None:
    browser = browser_of(desks["duty"])

    def cost(which: str) -> int:
        browser.get(f"{reverse('cases:reports')}?list={which}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(f"{reverse('cases:reports')}?list={which}")
        return len(asked)

    receive()
    receive(trapped=True)
    few = {which: cost(which) for which in ("waiting", "flood", "second", "mine", "all")}
    for _n in range(6):
        receive()
        receive(trapped=True)
    assert {which: cost(which) for which in few} == few
    assert max(few.values()) <= 25


def test_the_most_urgent_stands_first(desks: Any, browser_of: Any, receive: Any) -> None:
    calm = receive()
    urgent = receive(urgent_now=True)
    page = browser_of(desks["duty"]).get(reverse("cases:reports")).context["page"]
    assert [r.pk for r in page.object_list] == [urgent.pk, calm.pk]


def screening(report: Report, name: str) -> str:
    return reverse(f"cases:report-{name}", args=[report.public_id])


def test_a_report_is_judged_and_becomes_a_case_through_its_pages(
    desks: Any, browser_of: Any, receive: Any, acting_as: Any
) -> None:
    report = receive()
    duty = browser_of(desks["duty"])
    answer = duty.post(
        screening(report, "screen"), {"q_life_danger": "no", "q_injuries": "yes", "level": "critical"}
    )
    assert answer.url == screening(report, "screen")
    shown = duty.get(screening(report, "screen"))
    assert shown.context["judged"].level == "high"
    answer = duty.post(
        screening(report, "in"),
        {"matter": "child_in_difficulty", "place": "AZ-SM", "_version": shown.context["report"].version},
    )
    assert answer.status_code == 302
    with acting_as(desks["duty"]):
        assert Case.objects.get().risk == "critical"


def test_a_second_tab_is_told_and_nothing_is_overwritten(
    desks: Any, browser_of: Any, receive: Any, acting_as: Any
) -> None:
    report = receive()
    duty = browser_of(desks["duty"])
    version = duty.get(screening(report, "screen")).context["report"].version
    duty.post(screening(report, "screen"), {"q_life_danger": "yes", "_version": version})
    stale = duty.post(
        screening(report, "out"), {"reason": "no_concern", "note": "uzun izahat", "_version": version}
    )
    assert stale.status_code == 200
    assert stale.context["out"].errors
    assert "uzun izahat" in stale.content.decode()
    assert only_report(acting_as, desks["duty"]).status == "received"
    again = {"reason": "no_concern", "note": "uzun izahat", "_version": stale.context["out"].version}
    assert duty.post(screening(report, "out"), again).status_code == 302, "seen, and sent again knowingly"


def test_a_screening_out_is_read_by_another_through_the_pages(
    desks: Any, browser_of: Any, receive: Any, acting_as: Any
) -> None:
    report = receive()
    duty = browser_of(desks["duty"])
    duty.post(screening(report, "screen"), {"q_life_danger": "no"})
    assert (
        duty.post(screening(report, "out"), {"reason": "no_concern", "note": "yoxladım"}).status_code == 302
    )
    mine = duty.post(screening(report, "second-reading"), {"decision": "confirm"})
    assert mine.status_code == 200
    assert mine.context["reading"].errors
    answer = browser_of(desks["second"]).post(screening(report, "second-reading"), {"decision": "confirm"})
    assert answer.status_code == 302
    assert only_report(acting_as, desks["duty"]).status == "screened_out"


def test_a_supervisor_lowers_and_an_officer_may_not(
    desks: Any, browser_of: Any, receive: Any, acting_as: Any
) -> None:
    report = receive()
    duty = browser_of(desks["duty"])
    duty.post(screening(report, "screen"), {"q_injuries": "yes", "level": "low", "note": "köhnə iz"})
    assert duty.get(screening(report, "lowering")).status_code == 403
    supervisor = browser_of(desks["supervisor"])
    assert "köhnə iz" in supervisor.get(screening(report, "lowering")).content.decode()
    assert supervisor.post(screening(report, "lowering"), {"decision": "approve"}).status_code == 302
    assert only_report(acting_as, desks["duty"]).risk == "low"


def test_those_named_find_no_page_no_list_no_count_and_no_search(
    desks: Any, browser_of: Any, receive: Any, acting_as: Any
) -> None:
    report = receive(names_insider=True)
    chief = browser_of(desks["chief"])
    answer = chief.post(
        screening(report, "insiders"), {"person_text": "nezaretci hecer", "unit": desks["here"].public_id}
    )
    assert answer.status_code == 302
    for who in ("head", "duty", "supervisor"):
        browser = browser_of(desks[who])
        assert browser.get(report.get_absolute_url()).status_code == 404
        for name in ("screen", "in", "out", "information", "join", "route", "insiders", "second-reading"):
            assert browser.post(screening(report, name), {}).status_code == 404, name
        for which in ("waiting", "second", "flood", "mine", "all"):
            page = browser.get(f"{reverse('cases:reports')}?list={which}")
            assert report.reference not in page.content.decode()
            assert page.context["page"].paginator.count == 0
    other = receive()
    joined = browser_of(desks["duty"]).post(screening(other, "join"), {"reference": report.reference})
    assert joined.context["link"].errors["reference"], "as if there were no such report"
    assert chief.get(report.get_absolute_url()).status_code == 200


def test_two_people_of_the_same_name_are_asked_about(desks: Any, browser_of: Any, receive: Any) -> None:
    report = receive(names_insider=True)
    page = browser_of(desks["chief"]).post(screening(report, "insiders"), {"person_text": "nəzarətçi"})
    assert page.status_code == 200
    assert page.context["insiders"].errors["person"]


def test_a_report_sent_on_leads_back_to_the_list(desks: Any, browser_of: Any, receive: Any) -> None:
    report = receive()
    answer = browser_of(desks["duty"]).post(
        screening(report, "route"), {"matter": "child_in_difficulty", "place": "AZ-MAS"}
    )
    assert answer.url == reverse("cases:reports")
    assert browser_of(desks["stranger"]).get(report.get_absolute_url()).status_code == 200


def test_a_lane_is_answered_from_its_page(desks: Any, browser_of: Any, receive: Any, acting_as: Any) -> None:
    made = [receive(trapped=True) for _n in range(3)]
    duty = browser_of(desks["duty"])
    address = reverse("cases:report-lane", args=["trap"])
    assert duty.post(address, {"answer": "out", "reason": "test"}).context["form"].errors
    sent = {"report": [r.public_id for r in made[:2]], "answer": "out", "reason": "test", "note": "reklam"}
    assert duty.post(address, sent).url == address
    assert duty.post(address, {"report": [made[2].public_id], "answer": "take_out"}).url == reverse(
        "cases:reports"
    )
    with acting_as(desks["duty"]):
        assert Report.objects.filter(status="second_reading").count() == 2
    assert duty.get(address).status_code == 404


def test_a_duty_is_written_down_from_its_page(
    desks: Any, browser_of: Any, receive: Any, acting_as: Any
) -> None:
    report = receive()
    with acting_as(desks["duty"]):
        judge_report(report=Report.objects.get(), answers={"injuries": "yes"}, by=desks["duty"])
        notice = MandatoryNotice.objects.get(duty="police_injuries")
    address = reverse("cases:report-notice", args=[report.public_id, notice.public_id])
    told = {
        "told_at_day": "05.03.2026",
        "told_at_time": "10:00",
        "told_whom": "102, növbətçi",
        "their_number": "A-1",
    }
    duty = browser_of(desks["duty"])
    assert duty.post(address, told).status_code == 302
    assert "A-1" in duty.get(report.get_absolute_url()).content.decode()
    assert browser_of(desks["stranger"]).get(address).status_code == 404


def test_who_may_not_write_a_duty_down_is_not_led_to_it(desks: Any, browser_of: Any, acting_as: Any) -> None:
    """The counsellor who entered a report follows it; whom the desk must tell is the desk's work."""
    with clock.fixed("2026-03-06T09:00"):
        browser_of(desks["counsellor"]).post(reverse("cases:report-enter"), enter_form())
    report = only_report(acting_as, desks["duty"])
    with acting_as(desks["duty"]):
        judge_report(report=Report.objects.get(), answers={"injuries": "yes"}, by=desks["duty"])
        notice = MandatoryNotice.objects.get(duty="police_injuries")
    page = report.get_absolute_url()
    assert notice.public_id in browser_of(desks["duty"]).get(page).content.decode()
    shown = browser_of(desks["counsellor"]).get(page)
    assert shown.status_code == 200
    assert notice.public_id not in shown.content.decode()


def test_what_was_decided_is_shown_on_the_report(
    desks: Any, browser_of: Any, receive: Any, acting_as: Any
) -> None:
    first, out = receive(), receive()
    with acting_as(desks["duty"]):
        inform(
            report=Report.objects.get(pk=first.pk),
            reason="services",
            note="142 nömrəsi verildi",
            by=desks["duty"],
        )
        propose_out(
            report=Report.objects.get(pk=out.pk), reason="no_concern", note="yoxladım", by=desks["duty"]
        )
    duty = browser_of(desks["duty"])
    assert "142 nömrəsi verildi" in duty.get(first.get_absolute_url()).content.decode()
    assert "İkinci baxış keçir" in duty.get(out.get_absolute_url()).content.decode()
    assert duty.get(screening(first, "screen")).status_code == 200
