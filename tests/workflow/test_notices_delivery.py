"""Notices: told once, read by their user alone, and sent by e-mail at least once without a word of any case."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.roles import SocialWorker
from himaya.kit import clock
from himaya.workflow.models import Message, Notice
from himaya.workflow.notices import delivery
from himaya.workflow.notices.actions import kind, read_notices, tell
from himaya.workflow.notices.delivery import TRIES, deliver_waiting
from tests import factories

pytestmark = pytest.mark.django_db
KIND = kind("case.offered", _("A case was assigned to you: please accept or decline"))


@pytest.fixture
def two(as_owner: Any) -> tuple[User, User]:
    with as_owner():
        unit = factories.unit(national=True)
        return factories.user((SocialWorker, unit)), factories.user((SocialWorker, unit), language="en")


def told(user: User, key: str = "offer:1", **more: Any) -> bool:
    return tell(user=user, kind=KIND, key=key, url="/cases/abc/", reference="7K3-D94-QXM", **more)


def test_the_same_thing_is_told_once(two: Any, acting_as: Any, as_owner: Any) -> None:
    first, second = two
    with acting_as(first):
        assert [told(second), told(second), told(second, key="offer:2")] == [True, False, True]
    with as_owner():
        assert (Notice.objects.count(), Message.objects.count()) == (2, 2)


def test_one_reads_one_s_own_notices_and_the_bell_knows(two: Any, acting_as: Any, browser_of: Any) -> None:
    first, second = two
    with acting_as(first):
        told(second, urgent=True)
    browser = browser_of(second)
    browser.cookies["language"] = "en"
    bell = browser.get(reverse("workflow:bell")).json()
    assert (bell["unread"], bell["text"]) == (1, "A case was assigned to you: please accept or decline")
    assert browser.get(bell["url"])["Location"] == "/cases/abc/"
    assert browser.get(reverse("workflow:bell")).json() == {"name": "notices", "unread": 0}
    page = browser_of(first).get(reverse("workflow:notices")).content.decode()
    assert "7K3-D94-QXM" not in page
    assert "7K3-D94-QXM" in browser.get(reverse("workflow:notices")).content.decode()


def test_nobody_opens_or_marks_another_s_notice(
    two: Any, acting_as: Any, browser_of: Any, as_owner: Any
) -> None:
    first, second = two
    with acting_as(first):
        told(second)
        read_notices(by=first)
    with as_owner():
        notice = Notice.objects.get()
    opened = browser_of(first).get(reverse("workflow:notice-open", args=[notice.public_id]))
    assert opened["Location"] == reverse("workflow:notices")
    with as_owner():
        assert Notice.objects.get().read_at is None
    browser_of(second).post(reverse("workflow:notices"))
    with as_owner():
        assert Notice.objects.get().read_at is not None


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_notice_never_leads_to_another_site(two: Any, acting_as: Any, browser_of: Any, url: str) -> None:
    first, second = two
    with acting_as(first):
        tell(user=second, kind=KIND, key="x", url=url)
    with acting_as(second):
        public_id = Notice.objects.get().public_id
    opened = browser_of(second).get(reverse("workflow:notice-open", args=[public_id]))
    assert opened["Location"] == reverse("workflow:notices")


def test_the_e_mail_says_that_something_waits_and_nothing_of_the_case(
    two: Any, acting_as: Any, as_worker: Any, settings: Any
) -> None:
    settings.SITE_URL = "https://himaya.example/"
    with acting_as(two[0]):
        told(two[1])
    with as_worker():
        assert deliver_waiting() == 1
        assert deliver_waiting() == 0
    sent = mail.outbox[0]
    assert sent.to == [two[1].email]
    assert sent.subject == "Himaya: A case was assigned to you: please accept or decline"
    assert "https://himaya.example/cases/abc/" in sent.body
    assert "7K3-D94-QXM" not in sent.subject + sent.body
    assert sent.extra_headers["X-Himaya-Key"] == f"{two[1].pk}-offer-1"
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_each_reads_it_in_their_own_language(two: Any, acting_as: Any, as_worker: Any) -> None:
    with acting_as(two[1]):
        told(two[0])
    with as_worker():
        deliver_waiting()
    assert "please accept" not in mail.outbox[0].subject


def test_what_fails_is_tried_again_later_and_given_up_in_the_end(
    two: Any, acting_as: Any, as_worker: Any, as_owner: Any, monkeypatch: Any
) -> None:
    def broken(message: Any) -> None:
        raise ConnectionRefusedError

    with acting_as(two[0]):
        told(two[1])
    monkeypatch.setattr(delivery, "_send", broken)
    now = clock.now()
    waits = []
    for _n in range(TRIES + 2):
        with clock.fixed(now), as_worker():
            deliver_waiting()
        with as_owner():
            message = Message.objects.get()
        waits.append(message.not_before - now)
        now = message.not_before + timedelta(seconds=1)
    assert message.tries == TRIES
    assert message.failed_at is not None
    assert message.failure == "ConnectionRefusedError"
    assert waits[:3] == [timedelta(seconds=60), timedelta(seconds=120), timedelta(seconds=240)]
    assert max(waits) <= timedelta(hours=1, seconds=1)


def test_a_message_that_fails_does_not_hold_up_the_others(
    two: Any, acting_as: Any, as_worker: Any, monkeypatch: Any
) -> None:
    real = delivery._send

    def first_broken(message: Any) -> None:
        if message.key.endswith("offer:1"):
            raise TimeoutError
        real(message)

    with acting_as(two[0]):
        told(two[1])
        told(two[1], key="offer:2")
    monkeypatch.setattr(delivery, "_send", first_broken)
    with as_worker():
        assert deliver_waiting() == 1
    assert len(mail.outbox) == 1


def test_a_sending_that_is_cut_off_is_sent_again_with_the_same_key(
    two: Any, acting_as: Any, as_worker: Any, monkeypatch: Any
) -> None:
    real = delivery._send

    def cut_off(message: Any) -> None:
        real(message)
        raise SystemExit("killed after the gateway had it, before it was noted")

    with acting_as(two[0]):
        told(two[1])
    monkeypatch.setattr(delivery, "_send", cut_off)
    with as_worker(), pytest.raises(SystemExit):
        deliver_waiting()
    monkeypatch.setattr(delivery, "_send", real)
    with as_worker():
        assert deliver_waiting() == 1
    keys = [sent.extra_headers["X-Himaya-Key"] for sent in mail.outbox]
    assert keys == [f"{two[1].pk}-offer-1"] * 2
