"""Urgent notices by SMS: only to whoever gave a number, at least once under one key, never with a word of any case;
and what could not be delivered is said where its receiver looks."""

from pathlib import Path
from typing import Any

import pytest
from django.core import mail, signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.roles import SocialWorker
from himaya.clients.sms import Unavailable, Undeliverable
from himaya.kit import clock
from himaya.workflow.models import Message, Notice
from himaya.workflow.notices import delivery
from himaya.workflow.notices.actions import choose_number, kind, tell
from himaya.workflow.notices.delivery import SALT, TRIES, deliver_waiting
from tests import factories, kannel
from tests.sms_memory import Gateway

pytestmark = pytest.mark.django_db
KIND = kind("case.offered", _("A case was assigned to you: please accept or decline"))
NUMBER = "+994501234567"


@pytest.fixture
def gateway(settings: Any, monkeypatch: Any) -> Gateway:
    memory = Gateway()
    settings.SMS_URL = "kannel://a:b@localhost/x"
    settings.SITE_URL = "https://himaya.example"
    monkeypatch.setattr(delivery, "sms_gateway", lambda: memory)
    return memory


@pytest.fixture
def worker(as_owner: Any, acting_as: Any) -> User:
    with as_owner():
        user = factories.user((SocialWorker, factories.unit(national=True)), language="en")
    with acting_as(user):
        choose_number(phone=NUMBER, by=user)
    return user


def told(user: User, *, urgent: bool = True, key: str = "offer:1") -> None:
    tell(user=user, kind=KIND, key=key, url="/cases/abc/", reference="7K3-D94-QXM", urgent=urgent)


def test_what_is_urgent_also_goes_as_sms_and_says_nothing_of_the_case(
    worker: User, gateway: Gateway, acting_as: Any, as_worker: Any
) -> None:
    with acting_as(worker):
        told(worker)
        told(worker, urgent=False, key="offer:2")
    with as_worker():
        assert deliver_waiting() == 3
    assert len(mail.outbox) == 2
    (sms,) = gateway.sent
    assert (sms.to, sms.key) == (NUMBER, f"{worker.pk}:offer:1:sms")
    assert (
        sms.text == "A case was assigned to you: please accept or decline. https://himaya.example/cases/abc/"
    )
    assert "7K3-D94-QXM" not in sms.text


def test_without_a_number_or_a_gateway_there_is_no_sms(
    worker: User, gateway: Gateway, acting_as: Any, as_owner: Any, settings: Any
) -> None:
    settings.SMS_URL = ""
    with acting_as(worker):
        told(worker)
        choose_number(phone="", by=worker)
        settings.SMS_URL = "kannel://a:b@localhost/x"
        told(worker, key="offer:2")
    with as_owner():
        assert {m.channel for m in Message.objects.all()} == {"email"}


def test_a_gateway_that_is_down_is_tried_again_and_given_up_in_the_end(
    worker: User, gateway: Gateway, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    gateway.trouble = Unavailable("503")
    with acting_as(worker):
        told(worker)
    now = clock.now()
    for _n in range(TRIES + 1):
        with clock.fixed(now), as_worker():
            deliver_waiting()
        with as_owner():
            message = Message.objects.get(channel="sms")
        now = message.not_before
    assert (message.tries, message.state, message.failure) == (TRIES, "failed", "Unavailable")


def test_a_sending_that_is_cut_off_is_sent_again_with_the_same_key(
    worker: User, gateway: Gateway, acting_as: Any, as_worker: Any, monkeypatch: Any
) -> None:
    real = delivery._send_sms

    def cut_off(*given: Any) -> None:
        real(*given)
        raise SystemExit("killed after the gateway had it, before it was noted")

    with acting_as(worker):
        told(worker)
    monkeypatch.setattr(delivery, "_send_sms", cut_off)
    with as_worker(), pytest.raises(SystemExit):
        deliver_waiting()
    monkeypatch.setattr(delivery, "_send_sms", real)
    with as_worker():
        deliver_waiting()
    assert [sms.key for sms in gateway.sent] == [f"{worker.pk}:offer:1:sms"] * 2


def test_what_cannot_be_delivered_is_said_under_the_bell_and_on_one_s_page_but_not_by_another_message(
    worker: User, gateway: Gateway, acting_as: Any, as_worker: Any, as_owner: Any, browser_of: Any
) -> None:
    gateway.trouble = Undeliverable("no such number")
    with acting_as(worker):
        told(worker)
    with as_worker():
        deliver_waiting()
    with as_owner():
        assert Message.objects.count() == 2
        notice = Notice.objects.get(kind="message.undelivered")
    assert notice.url == reverse("workflow:notice-ways")
    page = browser_of(worker).get(notice.url).content.decode()
    assert "Çatdırıla bilmədi" in page


def test_the_gateway_reports_each_fate_and_what_arrived_stays_arrived(
    worker: User, gateway: Gateway, acting_as: Any, as_worker: Any, as_owner: Any, browser_of: Any
) -> None:
    with acting_as(worker):
        told(worker)
    with as_worker():
        deliver_waiting()
    report_to = gateway.sent[0].report_to
    assert report_to.startswith("https://himaya.example/")
    path = report_to.removeprefix("https://himaya.example")
    outside = browser_of()
    states = []
    for fate in ("8", "2", "1", "2", "nonsense"):
        assert outside.get(path, {"fate": fate}).status_code == 204
        with as_owner():
            states.append(Message.objects.get(channel="sms").state)
    assert states == ["sent", "failed", "delivered", "delivered", "delivered"]
    with as_owner():
        assert Notice.objects.filter(kind="message.undelivered").count() == 1


def test_a_forged_report_of_fate_finds_nothing(browser_of: Any) -> None:
    for ticket in ("abc", signing.dumps(1, salt="another"), signing.dumps(987654, salt=SALT)):
        path = reverse("workflow:message-fate", args=[ticket])
        assert browser_of().get(path, {"fate": "1"}).status_code == 404


def test_one_gives_one_s_number_on_a_page_in_any_spelling(
    worker: User, settings: Any, browser_of: Any, as_owner: Any
) -> None:
    settings.SMS_URL = "kannel://a:b@localhost/x"
    browser = browser_of(worker)
    page = reverse("workflow:notice-ways")
    assert "hm-error" in browser.post(page, {"phone": "12"}).content.decode()
    assert browser.post(page, {"phone": "055 765-43-21"}).status_code == 302
    with as_owner():
        assert User.objects.get(pk=worker.pk).phone == "+994557654321"
    settings.SMS_URL = ""
    assert "SMS qurulmayıb" in browser.get(page).content.decode()


def test_through_a_real_gateway_to_the_message_centre_and_back(
    worker: User, acting_as: Any, as_worker: Any, as_owner: Any, settings: Any, tmp_path: Path
) -> None:
    settings.SITE_URL = ""
    with kannel.Kannel(tmp_path) as gateway:
        settings.SMS_URL = gateway.url
        with acting_as(worker):
            told(worker)
        with as_worker():
            assert deliver_waiting() == 2
        gateway.wait_for("fakesmsc", "Got message 1")
        assert NUMBER in gateway.received[0]
        settings.SMS_URL = gateway.url.replace("secret@", "changed@")
        with acting_as(worker):
            told(worker, key="offer:2")
        with as_worker():
            deliver_waiting()
    with as_owner():
        states = {m.key.split(":", 1)[1]: m.state for m in Message.objects.filter(channel="sms")}
    assert states == {"offer:1:sms": "sent", "offer:2:sms": "waiting"}
