"""Duty officers at work over HTTP, as steadily as people who press a button again when nothing answers."""

import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.browser import Site
from tests.patience import LONG

SETTING_UP = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from allauth.mfa.models import Authenticator
from himaya.access.gate import PUBLIC, acting_as
from himaya.access.roles import DutyOfficer, Supervisor
from himaya.cases.intake.actions import Told, receive_report
from himaya.access.models import Unit
from tests.factories import user

desk = Unit.objects.get(is_national_desk=True)
user((Supervisor, desk))
officers = [user((DutyOfficer, desk)) for _n in range({officers})]
sessions = []
for officer in officers:
    Authenticator.objects.create(user=officer, type="totp", data=dict(secret="-"))
    store = SessionStore()
    store[SESSION_KEY] = str(officer.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    store.create()
    sessions.append(store.session_key)
reports = []
for n in range({reports}):
    with acting_as(PUBLIC):
        report = receive_report(told=Told(narrative="Nömrə %d" % n), by=PUBLIC)
    reports.append(report.public_id)
print("MADE" + json.dumps(dict(sessions=sessions, reports=reports)))
"""


@dataclass
class Desk:
    """Who was made, and what waits for them."""

    sessions: list[str]
    reports: list[str]


def desk_with(site: Site, *, officers: int, reports: int) -> Desk:
    """A national desk with its officers, signed in, and so many reports that wait."""
    made = site.himaya(
        "manage", "shell", "-v", "0", "-c", SETTING_UP.format(officers=officers, reports=reports)
    )
    assert "MADE" in made.stdout, made.stdout + made.stderr
    return Desk(**json.loads(made.stdout.partition("MADE")[2].splitlines()[0]))


class Officer(threading.Thread):
    """Notes one report after the other as information only, and writes down what the site acknowledged.

    The page is asked once; its form is sent with the same key until something answers, as a person presses again."""

    def __init__(self, site: Site, session: str, reports: list[str]) -> None:
        super().__init__(daemon=True)
        self.site, self.session, self.reports = site, session, reports
        self.acknowledged: list[str] = []
        self.pressed_again = 0
        self.over = threading.Event()
        self.token = ""

    def run(self) -> None:
        for report in self.reports:
            if self.over.is_set():
                return
            address = f"/reports/{report}/information/"
            page = self._until_answered(lambda address=address: self._ask(address))
            sent = {
                "_key": str(uuid.uuid4()),
                "_version": found(r'name="_version" value="(\d+)"', page),
                "csrfmiddlewaretoken": found(r'name="csrfmiddlewaretoken" value="(\w+)"', page),
                "reason": "services",
                "note": "sorğu",
            }
            self._until_answered(lambda address=address, sent=sent: self._ask(address, sent))
            self.acknowledged.append(report)

    def _until_answered(self, ask: Callable[[], str]) -> str:
        while True:
            try:
                return str(ask())
            except (OSError, urllib.error.HTTPError, ConnectionError):
                self.pressed_again += 1
                assert not self.over.is_set()
                time.sleep(0.2)

    def _ask(self, address: str, sent: dict[str, str] | None = None) -> str:
        request = urllib.request.Request(self.site.url + address)
        request.add_header("Cookie", f"sessionid={self.session}; csrftoken={self.token if sent else ''}")
        request.add_header("Referer", self.site.url + address)
        body = urllib.parse.urlencode(sent).encode() if sent else None
        with urllib.request.build_opener(Stay()).open(request, body, timeout=LONG) as answer:
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                if cookie.startswith("csrftoken="):
                    self.token = cookie.partition("=")[2].partition(";")[0]
            if sent and answer.status == 200:  # the form again, with a complaint: nothing was done
                raise AssertionError(answer.read().decode()[-3000:])
            return str(answer.read().decode())


class Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is the acknowledgement: it is not followed."""

    def redirect_request(self, *_given: object) -> None:
        return None

    def http_error_302(self, request: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        return fp


def found(pattern: str, page: str) -> str:
    """What stands in the page's form."""
    match = re.search(pattern, page)
    assert match, page[:2000]
    return match.group(1)
