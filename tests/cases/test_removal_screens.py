"""Pages of removals and of what must be told: every role, strangers, the hidden address, the second tab."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.models import AuditEvent
from himaya.access.roles import CASE_READ, EMERGENCY_WORK, ROLES
from himaya.cases.models import Case, MandatoryNotice, Proceeding, Removal
from himaya.cases.removal.actions import load_removal_letters
from himaya.kit import clock
from himaya.kit.templatetags.himaya import az_date
from himaya.workflow.models import Paper
from tests.desk.conftest import everyone

__all__ = ["everyone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SEES = {"social_worker", "supervisor", "manager", "duty_officer"}


def at(name: str, thing: Any) -> str:
    return reverse(f"cases:{name}", args=[thing.public_id])


@pytest.fixture
def case(everyone: Any, make_case: Any) -> Case:
    found: Case = make_case("registered")
    return found


def moment(minutes: int = 0) -> dict[str, str]:
    when = clock.local(clock.now() - timedelta(minutes=minutes))
    return {"0": f"{when:%d.%m.%Y}", "1": f"{when:%H:%M}"}


def typed(field: str, minutes: int = 0) -> dict[str, str]:
    parts = moment(minutes)
    return {f"{field}_day": parts["0"], f"{field}_time": parts["1"]}


@pytest.fixture
def taken(case: Case, everyone: Any, english: Any, as_owner: Any) -> Removal:
    """Written down by the worker, with a hidden address."""
    with as_owner():
        load_removal_letters()
        child = case.members.get(role="child")
    said = {
        **typed("taken_at", 30), "child": child.pk, "agreed_with": everyone["supervisor"].public_id, "grounds": ["life"],
        "danger": "Bıçaq", "place": "shelter", "place_words": "Gizli küçə 1", "place_hidden": "on",
    }  # fmt: skip
    answer = english(everyone["worker"]).post(at("removal-new", case), said)
    assert answer.status_code == 302, answer.context["form"].errors
    with as_owner():
        return Removal.objects.get()


def test_each_role_opens_what_its_work_needs(taken: Removal, case: Case, everyone: Any, english: Any) -> None:
    for code, role in ROLES.items():
        browser = english(everyone[code])
        for name, thing, needs in (
            ("removal", taken, CASE_READ), ("case-rights", case, CASE_READ), ("removal-new", case, EMERGENCY_WORK),
            ("removal-write", taken, EMERGENCY_WORK), ("removal-claim", taken, EMERGENCY_WORK),
            ("removal-place", taken, EMERGENCY_WORK), ("removal-check", taken, EMERGENCY_WORK),
            ("removal-return", taken, EMERGENCY_WORK), ("removal-act", taken, EMERGENCY_WORK),
        ):  # fmt: skip
            expected = 403 if needs not in role.may else 200 if code in SEES else 404
            assert browser.get(at(name, thing)).status_code == expected, (code, name)


def test_strangers_find_no_removal(taken: Removal, everyone: Any, english: Any) -> None:
    for who in ("stranger", "neighbour"):
        for name in ("removal", "removal-place", "removal-write"):
            assert english(everyone[who]).get(at(name, taken)).status_code == 404, (who, name)
    assert english().get(at("removal", taken)).status_code == 302


def test_the_case_says_it_on_every_page(taken: Removal, case: Case, everyone: Any, english: Any) -> None:
    page = english(everyone["worker"]).get(at("case-visits", case))
    alerts = [str(a.text) for a in page.context["case_alerts"]]
    assert any("was taken to safety; the claim to the court" in text for text in alerts)
    labels = [str(a.label) for a in page.context["case_actions"]]
    assert "Go on with the removal" in labels
    assert "Prosecutor: a child was removed in an emergency" in labels
    detail = english(everyone["worker"]).get(at("removal", taken)).content.decode()
    assert "who was present, and the child" in detail, "what is missing is said"


def test_the_hidden_address_is_shown_to_who_asks_and_that_is_written_down(
    taken: Removal, everyone: Any, english: Any, as_owner: Any
) -> None:
    browser = english(everyone["supervisor"])
    assert "Gizli küçə" not in browser.get(at("removal", taken)).content.decode()
    assert "Gizli küçə" in browser.get(at("removal-place", taken)).content.decode()
    with as_owner():
        assert AuditEvent.objects.filter(
            verb="removal.place_viewed", actor_id=everyone["supervisor"].pk
        ).exists()


def test_the_prosecutor_the_act_and_the_court_from_the_pages(
    taken: Removal, case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    browser = english(everyone["worker"])
    with as_owner():
        notice = MandatoryNotice.objects.get()
    page = reverse("cases:case-notice", args=[case.public_id, notice.public_id])
    assert browser.get(page).status_code == 200
    assert "told_whom" in browser.post(page, typed("told_at")).context["form"].errors
    assert browser.post(page, {**typed("told_at"), "told_whom": "Prokuror"}).status_code == 302
    assert "Told" in browser.get(page).content.decode()
    assert english(everyone["stranger"]).get(page).status_code == 404
    story = [str(m.title) for m in browser.get(at("case-detail", case)).context["story"]]
    assert any(title.startswith("Told: Prosecutor") for title in story)
    assert browser.post(at("removal-act", taken), {"language": "ru"}).status_code == 302
    with as_owner():
        paper = Paper.objects.get(process="removal")
    assert browser.get(paper.get_absolute_url()).headers["Content-Type"] == "application/pdf"
    assert (
        "body_name"
        in browser.post(at("removal-claim", taken), {"filed_on": az_date(clock.today())})
        .context["form"]
        .errors
    )
    filed = {"filed_on": az_date(clock.today()), "body_name": "Sumqayıt məhkəməsi"}
    assert browser.post(at("removal-claim", taken), filed).status_code == 302
    with as_owner():
        claim = Proceeding.objects.get()
    judged = {"on": az_date(clock.today()), "kind": "refused"}
    assert browser.post(at("proceeding-judge", claim), judged).status_code == 302
    alerts = [str(a.text) for a in browser.get(at("case-detail", case)).context["case_alerts"]]
    assert any("The court refused the removal" in text for text in alerts)
    back = {"reason": "court", **typed("returned_at"), "returned_to": "Ana"}
    assert browser.post(at("removal-return", taken), back).status_code == 302
    assert "Ana" in browser.get(at("removal", taken)).content.decode()


def test_a_second_tab_sees_both_texts(taken: Removal, everyone: Any, english: Any) -> None:
    browser, page = english(everyone["worker"]), at("removal-write", taken)
    form = browser.get(page).context["form"]
    said = {**form.initial, "grounds": ["life"], "condition": "Soyuqlayıb"}
    first = {k: v for k, v in said.items() if v not in (None, False)} | {"_version": form.version}
    assert browser.post(page, first).status_code == 302
    second = browser.post(page, {**first, "condition": "Yorğundur"})
    assert second.status_code in {200, 409}
    assert "Soyuqlayıb" in second.content.decode()
    assert "Yorğundur" in second.content.decode()


def test_decided_carried_out_checked_or_withdrawn(
    case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    browser = english(everyone["duty"])
    assert browser.post(at("removal-new", case), {"child": ""}).status_code == 302
    with as_owner():
        removal = Removal.objects.get()
    assert browser.get(at("removal", removal)).status_code == 200
    assert browser.get(at("removal-withdraw", removal)).status_code == 200
    assert browser.post(at("removal-carry-out", removal), typed("taken_at")).status_code == 302
    assert (
        browser.post(at("removal-check", removal), {"needed": "yes", "why": "Ata evdədir"}).status_code == 302
    )
    assert "Ata evdədir" in browser.get(at("removal", removal)).content.decode()
    assert browser.post(at("removal-withdraw", removal), {"reason": "not_found"}).status_code in {200, 409}


def test_a_refused_removal_loses_nothing_typed(
    taken: Removal, case: Case, everyone: Any, english: Any
) -> None:
    said = {"child": taken.child_id, "danger": "Yenə bıçaq", "view_method": "not_possible"}
    answer = english(everyone["worker"]).post(at("removal-new", case), said)
    assert "not_heard_why" in answer.context["form"].errors
    said["not_heard_why"] = "Huşsuz idi"
    again = english(everyone["worker"]).post(at("removal-new", case), said)
    assert "child" in again.context["form"].errors
    assert "Yenə bıçaq" in again.content.decode()


def test_the_page_of_rights_costs_the_same_however_many(
    taken: Removal, case: Case, everyone: Any, english: Any
) -> None:
    browser, page = english(everyone["worker"]), at("case-rights", case)

    def asked() -> int:
        browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            browser.get(page)
        return len(queries)

    def order() -> None:
        said = {
            "kind": "contact", "issuer_kind": "court", "from_on": az_date(clock.today()), "protected": [taken.child_id],
        }  # fmt: skip
        assert browser.post(at("order-new", case), said).status_code == 302
        said = {"kind": "alimony", "claimant": "parent", "claimant_name": "Ana"}
        assert browser.post(at("proceeding-new", case), said).status_code == 302

    order()
    before = asked()
    for _n in range(4):
        order()
    assert asked() == before
