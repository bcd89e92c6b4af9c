"""Pages of proceedings, orders and rights: every role, strangers, refusals beside the field, what the case then says."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from himaya.access.roles import CASE_READ, CASE_WORK, OVERDUE_READ, ROLES
from himaya.cases.models import AffectedRight, Case, Hearing, Order, Proceeding, ProceedingParty
from himaya.kit import clock
from himaya.kit.templatetags.himaya import az_date
from tests.cases.test_removal_screens import SEES, at, typed
from tests.desk.conftest import everyone

__all__ = ["everyone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def case(everyone: Any, make_case: Any) -> Case:
    found: Case = make_case("registered")
    return found


@pytest.fixture
def claim(case: Case, everyone: Any, english: Any, as_owner: Any) -> Proceeding:
    """A claim of ours being prepared."""
    said = {"kind": "restriction", "claimant": "ours", "body_name": "Sumqayıt məhkəməsi"}
    assert english(everyone["worker"]).post(at("proceeding-new", case), said).status_code == 302
    with as_owner():
        return Proceeding.objects.get()


@pytest.fixture
def order(case: Case, everyone: Any, english: Any, as_owner: Any) -> Order:
    """A short order from today."""
    with as_owner():
        child = case.members.get(role="child")
    said = {
        "kind": "short_protection", "issuer_kind": "executive_authority", "from_on": az_date(clock.today()),
        "until_on": az_date(clock.today() + timedelta(days=29)), "protected": [child.pk], "bound_name": "Qonşu Qüdrət",
    }  # fmt: skip
    answer = english(everyone["worker"]).post(at("order-new", case), said)
    assert answer.status_code == 302, answer.context["form"].errors
    with as_owner():
        return Order.objects.get()


def test_each_role_opens_what_its_work_needs(
    claim: Proceeding, order: Order, case: Case, everyone: Any, english: Any
) -> None:
    for code, role in ROLES.items():
        browser = english(everyone[code])
        for name, thing, needs in (
            ("proceeding", claim, CASE_READ), ("order", order, CASE_READ), ("proceeding-new", case, CASE_WORK),
            ("proceeding-considered", claim, CASE_WORK), ("proceeding-file", claim, CASE_WORK),
            ("proceeding-drop", claim, CASE_WORK), ("party-add", claim, CASE_WORK), ("hearing-new", claim, CASE_WORK),
            ("proceeding-order", claim, CASE_WORK), ("order-new", case, CASE_WORK), ("order-lift", order, CASE_WORK),
            ("order-breach", order, CASE_WORK), ("rights-write", case, CASE_WORK),
        ):  # fmt: skip
            expected = 403 if needs not in role.may else 200 if code in SEES else 404
            assert browser.get(at(name, thing)).status_code == expected, (code, name)
        counted = browser.get(reverse("cases:rights-figures")).status_code
        assert counted == (200 if OVERDUE_READ in role.may else 403), code


def test_strangers_find_nothing(claim: Proceeding, order: Order, everyone: Any, english: Any) -> None:
    for who in ("stranger", "neighbour"):
        assert english(everyone[who]).get(at("proceeding", claim)).status_code == 404
        assert english(everyone[who]).get(at("order", order)).status_code == 404
    assert english().get(at("proceeding", claim)).status_code == 302


def test_a_claim_goes_from_its_preparation_to_its_force(
    claim: Proceeding, case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    browser, today = english(everyone["worker"]), az_date(clock.today())
    filing = at("proceeding-file", claim)
    assert "best interests" in str(browser.post(filing, {"filed_on": today}).context["form"].errors)
    assert "override" not in browser.get(filing).context["form"].fields
    assert "override" in english(everyone["supervisor"]).get(filing).context["form"].fields
    said = {"best_interests": "Nənə ilə", "view_method": "talk", "child_words": "Nənəmlə"}
    assert browser.post(at("proceeding-considered", claim), said).status_code == 302
    assert browser.post(filing, {"filed_on": today, "number": "2-115"}).status_code == 302
    assert browser.post(at("party-add", claim), {"part": "respondent", "name": "Ata"}).status_code == 302
    assert "name" in browser.post(at("party-add", claim), {"part": "respondent"}).context["form"].errors
    with as_owner():
        party = ProceedingParty.objects.get()
    assert "Ata" in browser.get(at("proceeding", claim)).content.decode()
    ended = reverse("cases:party-end", args=[party.public_id])
    assert english(everyone["stranger"]).post(ended).status_code == 404
    assert browser.post(ended).status_code == 302
    hearing = {**typed("at", 60), "place": "Zal 3", "goes": everyone["worker"].public_id}
    assert browser.post(at("hearing-new", claim), hearing).status_code == 302
    with as_owner():
        row = Hearing.objects.get()
    page = browser.get(at("case-detail", case))
    assert "What came of the hearing" in [str(a.label) for a in page.context["case_actions"]]
    closing = reverse("cases:hearing-close", args=[row.public_id])
    assert browser.get(closing).status_code == 200
    assert browser.post(closing, {"outcome": "held", "said": "Hakim dinlədi"}).status_code == 302
    story = [str(m.title) for m in browser.get(at("case-detail", case)).context["story"]]
    assert "Hearing: Held" in story
    assert browser.post(at("proceeding-judge", claim), {"on": today, "kind": "granted"}).status_code == 302
    text = browser.get(at("proceeding", claim)).content.decode()
    assert "The judgment changes what stands in the register" in text
    assert "/care/mother/" in text
    for name in ("proceeding-appealed", "proceeding-in-force"):
        assert browser.get(at(name, claim)).status_code == 200
    assert browser.post(at("proceeding-appealed", claim), {"_key": "x"}).status_code == 302
    assert browser.post(at("proceeding-judge", claim), {"on": today, "kind": "refused"}).status_code == 302
    assert browser.post(at("proceeding-in-force", claim), {"in_force_on": today}).status_code == 302
    text = browser.get(at("proceeding", claim)).content.decode()
    assert "/care/mother/" not in text, "what was refused changes nothing in the register"
    with as_owner():
        assert Proceeding.objects.get().status == "in_force"


def test_a_proceeding_ends_without_a_judgment(
    claim: Proceeding, everyone: Any, english: Any, as_owner: Any
) -> None:
    browser = english(everyone["worker"])
    assert "reason" in browser.post(at("proceeding-drop", claim), {"_key": "x"}).context["form"].errors
    assert browser.post(at("proceeding-drop", claim), {"reason": "settled"}).status_code == 302
    assert "Agreed" not in browser.get(at("proceeding", claim)).content.decode()
    with as_owner():
        assert Proceeding.objects.get().status == "dropped"


def test_the_case_says_which_order_stands_and_that_one_has_ended(
    order: Order, case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    browser = english(everyone["worker"])

    def alerts() -> str:
        page = browser.get(at("case-detail", case))
        return " ".join(str(a.text) for a in page.context["case_alerts"])

    assert "Short protection order in force until" in alerts()
    assert "Qonşu Qüdrət" in browser.get(at("order", order)).content.decode()
    with as_owner():
        yesterday = clock.today() - timedelta(days=1)
        Order.objects.update(from_on=yesterday - timedelta(days=3), until_on=yesterday)
    assert "no other order protects the child" in alerts()
    assert "Ended" in browser.get(at("case-rights", case)).content.decode()
    with as_owner():
        Order.objects.update(from_on=clock.today(), until_on=None)
    assert "until …" in alerts()
    assert browser.get(at("order", order)).status_code == 200


def test_an_order_too_long_is_refused_beside_its_last_day(
    claim: Proceeding, case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    with as_owner():
        child = case.members.get(role="child")
    said = {
        "kind": "short_protection", "issuer_kind": "court", "from_on": az_date(clock.today()), "protected": [child.pk],
        "until_on": az_date(clock.today() + timedelta(days=60)), "terms": "Yaxınlaşmasın",
    }  # fmt: skip
    browser = english(everyone["worker"])
    answer = browser.post(at("proceeding-order", claim), said)
    assert "61 days is too long" in str(answer.context["form"].errors["until_on"])
    assert "Yaxınlaşmasın" in answer.content.decode()
    said["until_on"] = az_date(clock.today() + timedelta(days=59))
    assert browser.post(at("proceeding-order", claim), said).status_code == 302
    assert "Short protection order" in browser.get(at("proceeding", claim)).content.decode()


def test_an_order_is_broken_and_lifted(order: Order, everyone: Any, english: Any, as_owner: Any) -> None:
    browser = english(everyone["worker"])
    breach = {**typed("at"), "what": "Qapıya gəlib"}
    assert "told_body" in browser.post(at("order-breach", order), breach).context["form"].errors
    assert (
        browser.post(at("order-breach", order), {**breach, "not_told_why": "Dərhal getdi"}).status_code == 302
    )
    assert "Qapıya gəlib" in browser.get(at("order", order)).content.decode()
    lifting = {"lifted_on": az_date(clock.today()), "reason": "court"}
    assert browser.post(at("order-lift", order), lifting).status_code == 302
    with as_owner():
        assert Order.objects.get().status == "lifted"
    assert browser.get(at("order", order)).status_code == 200


def test_rights_are_ticked_shown_and_counted(case: Case, everyone: Any, english: Any, as_owner: Any) -> None:
    browser = english(everyone["worker"])
    assert browser.post(at("rights-write", case), {"rights": ["education", "heard"]}).status_code == 302
    assert "Being heard (article 12)" in browser.get(at("case-rights", case)).content.decode()
    counted = english(everyone["supervisor"]).get(reverse("cases:rights-figures")).content.decode()
    assert "Education (articles 28, 29)" in counted
    with as_owner():
        assert AffectedRight.objects.count() == 2
    assert "rights" in browser.post(at("rights-write", case), {"rights": ["unheard"]}).context["form"].errors
