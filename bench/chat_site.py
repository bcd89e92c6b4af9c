"""The site on which `bench.chat` plays: a hotline whose counsellors hold their chats already, and the processes that serve
it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

# Counsellors of one hotline. Taking a chat looks at everybody at the line; talking in one does not.
A_LINE = 30


@dataclass
class Pair:
    """One chat: the child's cookie, the contact, what each side has got, and the last line it has told that it read."""

    number: int
    public_id: str
    cookie: str
    contact: str
    ticket: str
    ears: dict[str, str]  # what opens the lines told with a ring, of each side
    last: dict[str, int]
    told: dict[str, int] = field(default_factory=lambda: {"child": 0, "staff": 0})
    next_words: dict[str, float] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=lambda: {"child": 0, "staff": 0})
    got: dict[str, list[int]] = field(default_factory=lambda: {"child": [], "staff": []})


@dataclass
class Seat:
    """One counsellor: the session, and the chats in hand."""

    cookie: str
    ticket: str
    chats: list[Pair] = field(default_factory=list)


def prepare(chats: int) -> list[Seat]:
    """An empty country with a hotline; everybody has begun, every chat is taken."""
    from django.core.management import call_command

    from himaya.access.gate import PUBLIC, acting_as
    from himaya.access.roles import Counsellor
    from himaya.cli.migrate import prepare_files
    from himaya.hotline.chat.actions import Begun, begin_chat, ticket_word
    from himaya.hotline.chat.views.child import SALT
    from himaya.hotline.models import Chat
    from himaya.hotline.queue.actions import accept, set_state
    from himaya.hotline.queue.queries import number
    from himaya.kit import clock
    from himaya.reference.actions import load_reference
    from himaya.workflow.notices.sealed import ear
    from himaya.workflow.notices.tickets import write_ticket
    from tests import factories

    prepare_files()
    call_command("migrate", verbosity=0, interactive=False)
    load_reference()
    seats: list[Seat] = []
    most = number("hotline.queue.chats", clock.now())
    for first in range(0, chats, most):
        if len(seats) % A_LINE == 0:
            unit = factories.unit(kind="hotline")
        user = factories.user((Counsellor, unit))
        with acting_as(user):
            set_state(state="ready", by=user)
        seat = Seat(signed_in(user), write_ticket(user.pk))
        for turn in range(first, min(first + most, chats)):
            secret = f"{turn:043}"
            with acting_as(PUBLIC):
                chat = begin_chat(secret=secret, begun=Begun(words="Salam"), by=PUBLIC, unit=unit)
            with acting_as(user):
                contact: Any = accept(arrival=chat.arrival, by=user).contact
            cookie = f"talk={signed(secret, SALT)}"
            ears = {
                side: ear(who, chat.public_id)
                for side, who in (("child", ticket_word(chat)), ("staff", user.pk))
            }
            ticket = write_ticket(ticket_word(chat))
            last = dict.fromkeys(ears, Chat.objects.values_list("last", flat=True).get(pk=chat.pk))
            seat.chats.append(Pair(turn, chat.public_id, cookie, contact.public_id, ticket, ears, last))
        with acting_as(user):
            set_state(state="off", by=user)
        seats.append(seat)
    return seats


def signed(value: str, salt: str) -> str:
    """As Django signs a cookie."""
    from django.core import signing

    return signing.get_cookie_signer(salt="talk" + salt).sign(value)


def signed_in(user: Any) -> str:
    """The cookie of somebody's session."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"sessionid={client.cookies['sessionid'].value}"


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Site:
    """The pages and the events, each in processes of its own, as the web's login role."""

    def __init__(self, web: str) -> None:
        self.environment = {**os.environ, "DATABASE_URL": web}
        self.ports = free_port(), free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        words = ["serve", "--workers", "2"] if name == "web" else ["events"]
        port = self.ports[0 if name == "web" else 1]
        line = [sys.executable, "-m", "himaya", *words, "--port", str(port)]
        self.running[name] = subprocess.Popen(line, env=self.environment, start_new_session=True)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.2)
        raise SystemExit(f"the {name} did not start")

    def kill(self, name: str) -> None:
        """The pages, or the events, die in the middle of whatever they do, and come back."""
        os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running[name].wait()
        self.start(name)

    def stop(self) -> None:
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
