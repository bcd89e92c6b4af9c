"""Writing to whoever reported: only the way they called safe, in words that say nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from himaya.cases.intake.actions import Contact
from himaya.cases.models import Reporter
from himaya.clients.sms import Outgoing, Undeliverable
from himaya.kit import clock
from himaya.workflow.models import Message, Notice
from himaya.workflow.notices import delivery
from himaya.workflow.notices.delivery import deliver_waiting

pytestmark = pytest.mark.django_db
SAFE = Contact(name="Qonşu Gülnar", phone="050 123 45 67", safe_way="sms", safe_time="18:00-dan sonra")


@pytest.fixture
def sent(settings: Any, monkeypatch: Any) -> list[Outgoing]:
    box: list[Outgoing] = []

    class Memory:
        def send(self, message: Outgoing) -> None:
            if message.to == "+994501110000":
                raise Undeliverable("no such number")
            box.append(message)

    settings.SMS_URL = "kannel://a:b@localhost/x"
    monkeypatch.setattr(delivery, "sms_gateway", Memory)
    return box


def page(report: Any) -> str:
    return reverse("cases:report-reach", args=[report.public_id])


def test_the_officer_writes_the_way_the_reporter_called_safe(
    desks: Any, receive: Any, browser_of: Any, as_worker: Any, sent: Any
) -> None:
    report = receive(is_anonymous=False, contact=SAFE, language="en")
    officer = browser_of(desks["duty"])
    assert page(report) in officer.get(report.get_absolute_url()).content.decode()
    assert "18:00-dan sonra" in officer.get(page(report)).content.decode()
    assert officer.post(page(report), {"words": "look"}).status_code == 302
    with as_worker():
        deliver_waiting()
    (sms,) = sent
    assert (sms.to, sms.text) == ("+994501234567", "There is news for you. Look with your number and PIN.")
    for word in (report.reference, "Gülnar", "Himaya"):
        assert word not in sms.text
    assert "Göndərilib" in officer.get(report.get_absolute_url()).content.decode()


def test_it_waits_for_the_time_a_person_chose(
    desks: Any, receive: Any, browser_of: Any, as_worker: Any, sent: Any
) -> None:
    report = receive(is_anonymous=False, contact=SAFE)
    later = clock.local(clock.now() + timedelta(hours=3))
    given = {"words": "call_us", "at_day": f"{later:%d.%m.%Y}", "at_time": f"{later:%H:%M}"}
    browser_of(desks["duty"]).post(page(report), given)
    with as_worker():
        deliver_waiting()
    assert sent == []
    with clock.fixed(clock.now() + timedelta(hours=3, minutes=1)), as_worker():
        deliver_waiting()
    assert len(sent) == 1


@pytest.mark.parametrize(
    "contact",
    [
        Contact(phone="050 123 45 67", safe_way="call"),
        Contact(phone="050 123 45 67", safe_way="none"),
        Contact(phone="050 123 45 67"),
        Contact(phone="112", safe_way="sms"),
        Contact(phone="zəng etməyin", safe_way="sms"),
        Contact(safe_way="email"),
    ],
)
def test_no_other_way_is_ever_used(
    desks: Any, receive: Any, browser_of: Any, as_owner: Any, contact: Contact
) -> None:
    report = receive(is_anonymous=False, contact=contact)
    officer = browser_of(desks["duty"])
    assert page(report) not in officer.get(report.get_absolute_url()).content.decode()
    officer.post(page(report), {"words": "look"})
    with as_owner():
        assert not Message.objects.filter(addressee="reporter").exists()


def test_by_e_mail_the_same_words_and_a_subject_that_says_nothing(
    desks: Any, receive: Any, browser_of: Any, as_worker: Any
) -> None:
    report = receive(
        is_anonymous=False, language="en", contact=Contact(email="gulnar@example.az", safe_way="email")
    )
    browser_of(desks["duty"]).post(page(report), {"words": "look"})
    with as_worker():
        deliver_waiting()
    letter = next(m for m in mail.outbox if m.to == ["gulnar@example.az"])
    assert letter.subject == "There is news for you"
    assert letter.body == "There is news for you. Look with your number and PIN."


def test_what_was_called_safe_and_then_was_not_is_not_used(
    desks: Any, receive: Any, browser_of: Any, as_worker: Any, as_owner: Any, sent: Any
) -> None:
    report = receive(is_anonymous=False, contact=SAFE)
    browser_of(desks["duty"]).post(page(report), {"words": "look"})
    with as_owner():
        Reporter.objects.update(safe_way="none")
    with as_worker():
        deliver_waiting()
    assert sent == []
    with as_owner():
        assert Message.objects.get(addressee="reporter").state == "failed"


def test_the_officer_hears_that_it_could_not_be_delivered(
    desks: Any, receive: Any, browser_of: Any, as_worker: Any, as_owner: Any, sent: Any
) -> None:
    report = receive(is_anonymous=False, contact=Contact(phone="050 111 00 00", safe_way="sms"))
    officer = browser_of(desks["duty"])
    officer.post(page(report), {"words": "look"})
    with as_worker():
        deliver_waiting()
    with as_owner():
        notice = Notice.objects.get(kind="message.undelivered")
    assert (notice.user, notice.url) == (desks["duty"], report.get_absolute_url())
    assert "Çatdırıla bilmədi" in officer.get(report.get_absolute_url()).content.decode()


def test_whoever_works_with_the_case_and_the_stranger_cannot_reach_the_reporter(
    desks: Any, receive: Any, browser_of: Any
) -> None:
    report = receive(is_anonymous=False, contact=SAFE)
    for who in ("worker", "stranger", "provider"):
        assert browser_of(desks[who]).get(page(report)).status_code in {403, 404}, who
