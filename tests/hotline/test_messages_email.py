"""E-mails of callers: words in any alphabet, pages, files; in once, into the same queue; nothing goes back by e-mail."""

from email.message import EmailMessage
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail

from himaya.access.gate import PUBLIC
from himaya.clients.mail_in import NoLetter, read_letter, words_of_page
from himaya.hotline.callers.actions import Screened
from himaya.hotline.contacts.actions import receive_contact
from himaya.hotline.contacts.callers import caller_key, plain_number
from himaya.hotline.messages import commands
from himaya.hotline.messages.actions import carry_in, keep_email, taking
from himaya.hotline.models import Arrival, ArrivalCaller, GatewayWord, TextMessage
from himaya.registry.models import Document
from tests.hotline.messages_cast import Child, Gateway, child, gateway, taken
from tests.pictures import photo

__all__ = ["child", "gateway", "taken"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SECRET = "between-mail-server-and-us-2026"


def letter(words: str = "Salam, kömək edin.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    told = {
        "From": "Aygün <Aygun1994@Mail.az>",
        "Subject": "Məktəb",
        "Message_ID": "<one@mail.az>",
        **headers,
    }
    for name, value in told.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    return message


@pytest.fixture
def brings(child: Child, acting_as: Any, as_worker: Any) -> Any:
    def bring(message: EmailMessage | bytes) -> int:
        with acting_as(PUBLIC):
            keep_email(raw=message if isinstance(message, bytes) else bytes(message), by=PUBLIC)
        with as_worker():
            return carry_in()

    return bring


def test_an_email_waits_in_the_queue_once_and_the_next_goes_on_with_it(
    brings: Any, ready: Any, as_owner: Any
) -> None:
    ready("listener")
    assert brings(letter()) == 1
    assert brings(letter()) == 0
    assert brings(letter("Davamı", Message_ID="<two@mail.az>")) == 1
    with as_owner():
        (arrival,) = Arrival.objects.all()
        assert (arrival.channel, arrival.caller_key) == ("email", caller_key("aygun1994@mail.az"))
        told = list(ArrivalCaller.objects.order_by("pk").values_list("words", flat=True))
        assert told == ["Məktəb\n\nSalam, kömək edin.", "Məktəb\n\nDavamı"]
        assert [one.subject for one in TextMessage.objects.all()] == ["Məktəb", "Məktəb"]
    assert not mail.outbox, "nothing goes back by e-mail"


def test_what_comes_along_lies_closed_among_the_documents_and_waits_for_the_scanner(
    brings: Any, ready: Any, as_owner: Any, as_worker: Any
) -> None:
    ready("listener")
    message = letter()
    message.add_attachment(photo(), maintype="image", subtype="jpeg", filename="şəkil.jpg")
    message.add_attachment(
        b"MZ\x90\x00" + b"\0" * 64, maintype="application", subtype="x-dos", filename="oyun.exe"
    )
    brings(message)
    with as_owner():
        (document,) = Document.objects.all()
        (row,) = TextMessage.objects.all()
        assert row.enclosed == [document.public_id]
        assert document.dossier_id == Arrival.objects.get().dossier_id
        assert document.scan == Document.QUARANTINED
        assert "oyun.exe" in row.words, "what may not be kept is named"


def test_a_blocked_sender_is_not_written_to(
    brings: Any, as_owner: Any, monkeypatch: Any, gateway: Gateway
) -> None:
    monkeypatch.setattr(taking, "screen_caller", lambda **asked: Screened(through=False, was_blocked=True))
    assert brings(letter()) == 1
    with as_owner():
        assert not Arrival.objects.exists()
        assert not TextMessage.objects.exists()


def test_the_digits_of_an_address_or_a_name_are_no_telephone_number() -> None:
    assert plain_number("ali994501112233@mail.az") == "ali994501112233@mail.az"
    assert plain_number("BANK161") == "bank161"
    assert plain_number(" 050 111 22 33 (ana)") == "+994501112233"
    assert plain_number("161") == "161"
    assert caller_key("  ") == ""


def test_every_alphabet_and_pages_become_words() -> None:
    raw = b"From: a@b.az\nContent-Type: text/plain; charset=windows-1251\n\n" + "Помогите".encode("cp1251")
    assert read_letter(raw).words == "Помогите"
    odd = b"From: a@b.az\nContent-Type: text/plain; charset=no-such\n\nSalam \xc9\x99"
    assert read_letter(odd).words == "Salam ə"
    assert read_letter(b"From: a@b.az\n\ncaf\xe9").words == "café"
    page = letter("x")
    page.set_content(
        "<style>p{}</style><p>Salam <b>ə</b>lim</p><script>bad()</script><p>İki&nbsp;söz", subtype="html"
    )
    assert read_letter(bytes(page)).words == "Salam əlim\nİki söz"
    assert words_of_page("</p></style>a<br>b") == "a\nb"
    assert read_letter(b"From: a@b.az\nContent-Type: image/png\n\n").words == ""
    assert read_letter(b"From: a@b.az\n\nx").id == read_letter(b"From: a@b.az\n\nx").id


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: x\n\nwords",
        b"From: nobody\n\nx",
        b"From: a@b.az\n\n" + b"a" * 15_000_001,
    ],
)
def test_what_nobody_could_answer_for_is_no_letter(raw: bytes) -> None:
    with pytest.raises(NoLetter) as wrong:
        read_letter(raw)
    assert str(wrong.value)


def test_the_mail_server_brings_letters_by_a_door_with_the_secret(
    child: Child, english: Any, settings: Any, as_owner: Any, monkeypatch: Any
) -> None:
    from himaya.hotline.messages import views

    settings.SMS_IN_SECRET = SECRET
    door, kind = "/hotline/messages/mail/", "message/rfc822"
    headers = {"Authorization": f"Bearer {SECRET}"}
    assert english().post(door, bytes(letter()), content_type=kind).status_code == 403
    assert english().post(door, bytes(letter()), content_type=kind, headers=headers).status_code == 204
    refused = english().post(door, b"no letter", content_type=kind, headers=headers)
    assert (refused.status_code, refused.json()["why"]) == (422, "The message does not say who sent it.")
    monkeypatch.setattr(views, "is_full", lambda: True)
    assert english().post(door, bytes(letter()), content_type=kind, headers=headers).status_code == 503
    with as_owner():
        assert "kömək" not in GatewayWord.objects.get().closed


def test_the_command_takes_a_letter_from_a_pipe(child: Child, as_owner: Any, monkeypatch: Any) -> None:
    from contextlib import nullcontext

    monkeypatch.setattr(commands, "application", nullcontext)
    run = CliRunner()
    assert run.invoke(commands.hotline_mail, input=bytes(letter())).exit_code == 0
    assert run.invoke(commands.hotline_mail, input=b"no letter").exit_code == commands.WRONG_DATA
    with as_owner():
        assert GatewayWord.objects.count() == 1

    def down() -> Any:
        raise OSError("no database")

    monkeypatch.setattr(commands, "application", down)
    assert run.invoke(commands.hotline_mail, input=bytes(letter())).exit_code == commands.TRY_LATER


def test_a_letter_on_paper_is_entered_later_with_its_true_times(line: Any, does_enter: Any) -> None:
    assert does_enter().channel == "letter"


@pytest.fixture
def does_enter(line: Any, acting_as: Any) -> Any:
    def enter() -> Any:
        with acting_as(line["listener"]):
            return receive_contact(channel="letter", by=line["listener"])

    return enter
