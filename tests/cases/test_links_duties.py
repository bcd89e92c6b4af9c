"""The same link for a task of a meeting: an agency without an account accepts it, reports it, and others check."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from himaya.access.gate import PUBLIC
from himaya.access.gate import acting_as as act
from himaya.access.models import AuditEvent
from himaya.access.roles import Administrator
from himaya.cases.duties.actions import confirm_duty, give_duty, send_back_duty
from himaya.cases.duties.queries import agencies
from himaya.cases.duties.rules import somebody_answers
from himaya.cases.links import actions, queries
from himaya.cases.links.secrets import code_for, token_of
from himaya.cases.models import AgendaItem, Duty, OutsideLink, Referral
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.models import Notice
from tests import database, factories
from tests.cases.links_cast import FORM, at, come_in_with
from tests.cases.meetings_cast import body, decided, held, listed

__all__ = ["body"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WHAT = "Həftədə iki dəfə məşq."


@pytest.fixture
def handed(body: Any, make_case: Any, acting_as: Any, as_owner: Any) -> dict[str, Any]:
    """A task given to a sports club without an account, and a link to it."""
    case = make_case("registered")
    item = listed(body, case, acting_as)
    held(body, item, acting_as)
    decided(body, item, acting_as)
    with as_owner():
        club = factories.unit(kind="ngo")
    with acting_as(body["secretary"]):
        duty = give_duty(
            item=AgendaItem.objects.get(pk=item.pk), unit=club, what=WHAT, about="Oğlan, 10 yaş",
            due_on=clock.today() + timedelta(days=10), by=body["secretary"],
        )  # fmt: skip
        given: dict[str, Any] = {"confirmed": True, "language": "az", "form_key": FORM}
        link = actions.make_duty_link(duty=duty, by=body["secretary"], **given)
    database.settle()
    return {
        **body, "case": case, "club": club, "duty": duty, "link": link, "token": token_of(link.public_id),
        "code": code_for(FORM),
    }  # fmt: skip


def inside(cast: Any) -> OutsideLink:
    """Somebody outside who gave the code."""
    database.settle()
    visit = actions.come_in(token=cast["token"], code=cast["code"], by=PUBLIC)
    database.settle()
    found = queries.opened_by(cast["token"], visit or "")
    assert found is not None
    return found


def fresh(as_owner: Any) -> Duty:
    with as_owner():
        return Duty.objects.get()


def test_a_task_may_be_given_where_nobody_has_an_account(handed: Any, as_owner: Any) -> None:
    with as_owner():
        assert {handed["school"], handed["club"]} <= set(agencies())
        assert somebody_answers(handed["club"])
        factories.user((Administrator, handed["club"]))
        assert not somebody_answers(handed["club"])
        assert handed["club"] not in agencies()


def test_the_task_alone_is_seen(handed: Any) -> None:
    with act(None):
        assert Duty.objects.count() == 0
        inside(handed)
        assert [d.what for d in Duty.objects.all()] == [WHAT]
        assert (AgendaItem.objects.count(), Referral.objects.count()) == (0, 0)


def test_it_is_accepted_reported_sent_back_reported_and_checked_by_somebody_else(
    handed: Any, acting_as: Any, as_owner: Any
) -> None:
    with act(None):
        duty = actions.accept_duty_by_link(link=inside(handed), name="Məşqçi Murad", by=PUBLIC, note="Bəli")
        before = handed["link"].expires_at
        done = {"name": "Məşqçi Murad", "note": "Başlayıb", "by": PUBLIC}
        actions.report_duty_by_link(link=inside(handed), expected=duty.version + 1, **done)
    duty = fresh(as_owner)
    assert (duty.status, duty.said_by, duty.answered_name) == ("reported", "Məşqçi Murad", "Məşqçi Murad")
    with as_owner():
        assert OutsideLink.objects.get().expires_at > before
        assert AuditEvent.objects.filter(verb="links.report_duty_by_link", actor_kind="public").exists()
        assert Notice.objects.filter(user=handed["secretary"], kind="duty.reported").exists()
    with acting_as(handed["secretary"]):
        day = clock.today() + timedelta(days=5)
        send_back_duty(duty=Duty.objects.get(), note="Görmədim", due_on=day, by=handed["secretary"])
    with act(None):
        actions.report_duty_by_link(link=inside(handed), **done)
    with acting_as(handed["secretary"]):
        confirm_duty(duty=Duty.objects.get(), note="Gördüm", by=handed["secretary"])
    with act(None):
        database.settle()
        assert not queries.asks_for_code(handed["token"])


def test_it_is_refused_with_a_reason_and_never_by_staff(handed: Any, as_owner: Any) -> None:
    with act(None):
        link = inside(handed)
        for refused in (actions.accept_duty_by_link, actions.report_duty_by_link):
            with pytest.raises(PermissionDenied):
                refused(link=link, name="N", note="x", by=handed["teacher"])
        with pytest.raises(PermissionDenied):
            actions.refuse_duty_by_link(link=link, name="N", reason="no_place", by=handed["teacher"])
        actions.refuse_duty_by_link(link=link, name="N", reason="other", by=PUBLIC)
    assert (fresh(as_owner).status, fresh(as_owner).refuse_reason) == ("refused", "other")


def test_an_agency_with_an_account_needs_no_link(handed: Any, acting_as: Any, as_owner: Any) -> None:
    with as_owner():
        Duty.objects.update(unit=handed["school"])
    with acting_as(handed["secretary"]):
        duty = Duty.objects.select_related("dossier__unit").get()
    with acting_as(handed["secretary"]), pytest.raises(Refused, match="account"):
        actions.make_duty_link(duty=duty, confirmed=True, language="az", form_key="x", by=handed["secretary"])


def test_who_gave_it_hands_it_over_sees_the_openings_and_ends_the_link(handed: Any, english: Any) -> None:
    browser = english(handed["secretary"])
    assert "Nobody of this organisation" in browser.get(handed["duty"].get_absolute_url()).content.decode()
    page = reverse("cases:duty-link", args=[handed["duty"].public_id])
    assert WHAT in browser.get(page).content.decode()
    assert "confirmed" in browser.post(page, {"language": "az"}).context["form"].errors
    come_in_with(english(), handed)
    ending = reverse("cases:duty-link-withdraw", args=[handed["link"].public_id])
    version = browser.get(ending).context["form"].version
    assert browser.post(ending, {"_version": version}).headers["Location"] == page
    assert english().get(at("outside", handed)).status_code == 404
    assert english(handed["stranger"]).get(page).status_code in {403, 404}
    assert english(handed["stranger"]).get(ending).status_code in {403, 404}
    made = browser.post(page, {"language": "en", "confirmed": "on"})
    assert made.context["code"] in made.content.decode()
    story = [
        str(m.title)
        for m in english(handed["worker"]).get(handed["case"].get_absolute_url()).context["story"]
    ]
    assert any(title.startswith("The link was opened") for title in story)


def test_an_agency_answers_and_reports_on_its_pages(handed: Any, english: Any, as_owner: Any) -> None:
    browser = english()
    come_in_with(browser, handed)
    page = browser.get(at("outside", handed)).content.decode()
    assert WHAT in page
    assert handed["case"].reference not in page
    for name in ("outside-start", "outside-tell"):
        assert browser.get(at(name, handed)).status_code == 404, "these belong to a referral"
    no = {"answer": "refuse", "name": "Məşqçi Murad", "reason": ""}
    assert "reason" in browser.post(at("outside-answer", handed), no).context["form"].errors
    yes = {"answer": "accept", "name": "Məşqçi Murad"}
    assert browser.post(at("outside-answer", handed), yes).status_code == 302
    database.settle()
    assert "note" in browser.post(at("outside-report", handed), {"name": "M"}).context["form"].errors
    done = {"name": "Məşqçi Murad", "note": "İki dəfə gəldi."}
    assert browser.post(at("outside-report", handed), done).status_code == 302
    assert fresh(as_owner).done_note == "İki dəfə gəldi."
    secretary = english(handed["secretary"]).get(handed["duty"].get_absolute_url()).content.decode()
    assert "Məşqçi Murad" in secretary


def test_an_agency_refuses_on_its_page(handed: Any, english: Any, as_owner: Any) -> None:
    browser = english()
    come_in_with(browser, handed)
    no = {"answer": "refuse", "name": "Məşqçi Murad", "reason": "other"}
    done = browser.post(at("outside-answer", handed), no)
    assert done.headers["Location"] == reverse("cases:outside-thanks")
    assert fresh(as_owner).status == "refused"
