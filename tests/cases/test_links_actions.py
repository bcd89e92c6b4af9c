"""A link to a referral: what is kept of it, who comes in, what they may do, and what the database shows them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import override_settings

from himaya.access.gate import PUBLIC
from himaya.access.gate import acting_as as act
from himaya.access.models import AuditEvent
from himaya.cases.links import actions, queries
from himaya.cases.links.secrets import code_for, digest_of, form_digest_of, token_of
from himaya.cases.models import Case, Feedback, LinkOpening, OutsideLink, Referral
from himaya.cases.referrals.actions import withdraw_referral
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Message, Notice
from himaya.workflow.notices.delivery import deliver_waiting
from tests import database
from tests.cases.links_cast import handed, make
from tests.desk.conftest import SHARED, everyone

__all__ = ["everyone", "handed"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SITE = override_settings(SITE_URL="https://himaya.example")


def visit(cast: Any, code: str = "") -> str | None:
    """Somebody outside gives a code."""
    database.settle()
    with act(None):
        found: str | None = actions.come_in(token=cast["token"], code=code or cast["code"], by=PUBLIC)
    database.settle()
    return found


def inside(cast: Any, seen: str) -> OutsideLink:
    found = queries.opened_by(cast["token"], seen)
    assert found is not None
    return found


def test_only_digests_are_kept_and_the_same_form_is_the_same_link(handed: Any, acting_as: Any) -> None:
    link = handed["link"]
    assert link.digest == digest_of(handed["token"])
    assert handed["code"] not in link.code
    assert handed["token"] not in "".join(str(v) for v in vars(link).values())
    assert make(handed, handed["referral"], acting_as) == link
    assert len(code_for("")) == 6
    assert form_digest_of("") != form_digest_of("")


def test_who_makes_it_says_that_it_is_needed_and_a_new_one_ends_the_former(
    handed: Any, acting_as: Any, as_owner: Any
) -> None:
    with pytest.raises(Refused, match="Read what will be seen"):
        make(handed, handed["referral"], acting_as, confirmed=False, form_key="x")
    with pytest.raises(Refused, match="its own address"), override_settings(SITE_URL=""):
        make(handed, handed["referral"], acting_as, email="a@example.org", form_key="x")
    newer = make(handed, handed["referral"], acting_as, form_key="x")
    with as_owner():
        assert OutsideLink.objects.get(withdrawn_at__isnull=True) == newer
    assert visit(handed) is None


def test_an_organisation_with_an_account_gets_none(handed: Any, acting_as: Any, as_owner: Any) -> None:
    with as_owner():
        Referral.objects.update(service=handed["service"])
    with pytest.raises(Refused, match="account"):
        make(handed, handed["referral"], acting_as, form_key="x")


def test_the_mail_says_only_that_something_waits(
    handed: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    with SITE:
        link = make(handed, handed["referral"], acting_as, email="psixoloq@example.org", form_key="x")
        with as_worker():
            deliver_waiting()
    text = mail.outbox[-1].body
    assert f"https://himaya.example/outside/{token_of(link.public_id)}/" in text
    assert mail.outbox[-1].to == ["psixoloq@example.org"]
    words = [
        *SHARED["who"].split(),
        "Psixoloq Sınaqova",
        handed["referral"].reference,
        handed["worker"].full_name,
    ]
    whole = text + mail.outbox[-1].subject
    assert not [word for word in words if word in whole.replace(token_of(link.public_id), "")]
    assert code_for("x") not in whole


def test_no_mail_goes_to_a_link_that_was_ended(
    handed: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    with SITE:
        link = make(handed, handed["referral"], acting_as, email="psixoloq@example.org", form_key="x")
        with acting_as(handed["worker"]):
            actions.withdraw_link(link=OutsideLink.objects.get(pk=link.pk), by=handed["worker"])
        before = len(mail.outbox)
        with as_worker():
            deliver_waiting()
    assert len([m for m in mail.outbox[before:] if "psixoloq@example.org" in m.to]) == 0
    assert actions.find_outsider(0, "") is None
    with as_owner():
        assert Message.objects.get(addressee="outside_link").failed_at


def test_the_right_code_lets_in_and_is_written_down(handed: Any, as_owner: Any) -> None:
    assert visit(handed)
    with as_owner():
        assert LinkOpening.objects.filter(link=handed["link"]).count() == 1
        assert AuditEvent.objects.filter(verb="links.opened", actor_kind="public").exists()


def test_wrong_codes_use_a_link_up_and_a_right_one_counts_anew(handed: Any) -> None:
    for _n in range(4):
        assert visit(handed, "0" if handed["code"] != "0" else "1") is None
    assert visit(handed)
    for _n in range(5):
        assert visit(handed, "0") is None
    assert visit(handed) is None
    with act(None):
        assert not queries.asks_for_code(handed["token"])
        assert queries.tried("never-was") is None
        assert actions.come_in(token="never-was", code=handed["code"], by=PUBLIC) is None


def test_a_link_that_dies_between_the_try_and_the_door_lets_nobody_in(handed: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "entered", lambda *given: None)
    assert visit(handed) is None


def test_it_ends_with_its_time_and_with_the_referral(handed: Any, acting_as: Any) -> None:
    with clock.fixed(clock.now() + timedelta(days=15)):
        assert visit(handed) is None
    with acting_as(handed["worker"]):
        withdraw_referral(referral=Referral.objects.get(pk=handed["referral"].pk), by=handed["worker"])
    assert visit(handed) is None


def test_who_is_inside_sees_this_one_referral_and_nothing_else(handed: Any, acting_as: Any) -> None:
    seen = visit(handed)
    assert seen
    with act(None):
        assert (Referral.objects.count(), Case.objects.count()) == (0, 0)
        assert queries.opened_by(handed["token"], "another browser") is None
        assert Referral.objects.count() == 0
        link = inside(handed, seen)
        assert list(Referral.objects.all()) == [handed["referral"]]
        assert link.referral.case_id
        assert Case.objects.count() == 0
    database.settle()
    with clock.fixed(clock.now() + timedelta(minutes=31)), act(None):
        assert queries.opened_by(handed["token"], seen) is None


def test_the_inner_door_opens_to_nobody_who_calls_it_from_outside(handed: Any) -> None:
    with act(None), connection.cursor() as cursor:
        cursor.execute("select (outside_link_alive(%s, 5)).id", [handed["token"]])
        assert cursor.fetchone()[0] is None


def test_accepting_beginning_and_the_end_reach_the_worker(handed: Any, as_owner: Any, acting_as: Any) -> None:
    seen = visit(handed)
    assert seen
    with act(None):
        link = inside(handed, seen)
        before = link.expires_at
        done = actions.accept_by_link(link=link, name="Psixoloq Sınaqova", by=PUBLIC, note="Gələn həftə")
        actions.begin_by_link(link=link, started_on=clock.today(), by=PUBLIC, expected=done.version + 1)
        word = actions.tell_by_link(
            link=link,
            name="Psixoloq Sınaqova",
            text="Yaxşıdır",
            attended=True,
            ends=True,
            outcome="reached",
            by=PUBLIC,
        )
        assert word.said_by == "Psixoloq Sınaqova"
    with as_owner():
        referral = Referral.objects.get(pk=handed["referral"].pk)
        assert (referral.status, referral.outcome, referral.answered_by) == (
            "completed",
            "reached",
            "Psixoloq Sınaqova",
        )
        assert OutsideLink.objects.get().expires_at > before
        kinds = set(Notice.objects.filter(user=handed["worker"]).values_list("kind", flat=True))
        assert {"referral.accepted", "referral.started", "referral.completed"} <= kinds
        assert AuditEvent.objects.filter(verb="links.accept_by_link", actor_kind="public").exists()
    with acting_as(handed["worker"]):
        assert Feedback.objects.get().text == "Yaxşıdır"


def test_declining_says_why_and_ends_the_link(handed: Any, as_owner: Any) -> None:
    seen = visit(handed)
    assert seen
    with act(None):
        link = inside(handed, seen)
        with pytest.raises(Refused):
            actions.decline_by_link(link=link, name="N", reason="", by=PUBLIC)
        actions.decline_by_link(link=link, name="N", reason="no_place", by=PUBLIC)
    with as_owner():
        assert Referral.objects.get(pk=handed["referral"].pk).answer_reason == "no_place"
    assert visit(handed) is None


def test_an_older_page_and_a_member_of_staff_are_refused(handed: Any) -> None:
    seen = visit(handed)
    assert seen
    with act(None):
        link = inside(handed, seen)
        with pytest.raises(Stale):
            actions.accept_by_link(link=link, name="N", by=PUBLIC, expected=0)
        with pytest.raises(PermissionDenied):
            actions.accept_by_link(link=link, name="N", by=handed["worker"])


def test_withdrawing_is_for_who_works_the_case_once_and_from_a_page_of_today(
    handed: Any, acting_as: Any
) -> None:
    with acting_as(handed["worker"]):
        link = OutsideLink.objects.select_related("dossier__unit").get()
        with pytest.raises(Stale):
            actions.withdraw_link(link=link, by=handed["worker"], expected=0)
        actions.withdraw_link(link=link, by=handed["worker"])
        with pytest.raises(Refused, match="already"):
            actions.withdraw_link(link=link, by=handed["worker"])
    with acting_as(handed["stranger"]), pytest.raises(PermissionDenied):
        actions.withdraw_link(link=link, by=handed["stranger"])
