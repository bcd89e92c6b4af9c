"""What a reader asks a page for, kept out of addresses: a name typed into a search box must stand in no history,
no log of a server or proxy, and no referrer.

A search is posted. The words are kept in the reader's session, closed with a random word that only the address
holds (`?ask=…`): neither the session's row nor the address tells them alone. So the page can be opened again, turned
and come back to for half an hour, and works without JavaScript. What is no longer kept is asked for again.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import QueryDict
from django.utils.translation import gettext as _

from himaya.kit import clock

PARAMETER = "ask"
SESSION = "himaya_asked"
# Seconds a search is kept, how many of one session, and how long one may be.
KEPT_FOR, MOST, LONGEST = 1800, 12, 8000
NOT_ASKED = {"csrfmiddlewaretoken", "_key", "_version", "_draft", PARAMETER}


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed (None where nothing was), under which word it is kept, and where to lead instead of
    answering here."""

    typed: QueryDict | None = None
    key: str = ""
    lead: HttpResponse | None = None

    def get(self, name: str, default: str = "") -> str:
        """One field as typed."""
        return (self.typed.get(name) or default) if self.typed is not None else default


def asked(request: HttpRequest, *, elsewhere: str = "") -> Question:
    """What this page is asked for.

    A posted search is led to an address that shows it again (`elsewhere`: another page's); a part of a page that
    follows the typing is answered at once, and `remember` gives the page its new address."""
    if request.method != "POST":
        return kept(request)
    typed = _typed(request)
    if request.headers.get("HX-Request"):
        key = keep(request, typed, word=_word_before(request)) if any_of(typed) else ""
        return Question(typed, key=key)
    address = elsewhere or request.path
    lead = HttpResponseRedirect(f"{address}?{PARAMETER}={keep(request, typed)}" if any_of(typed) else address)
    lead.status_code = 303
    return Question(lead=lead)


def remember(request: HttpRequest, response: HttpResponse, question: Question, *pages: str) -> HttpResponse:
    """On one of these pages the browser's address follows the typing, so that going back shows what was found."""
    here = urlsplit(request.headers.get("HX-Current-URL", "")).path
    if question.key and here in pages:
        response["HX-Replace-Url"] = f"{here}?{PARAMETER}={question.key}"
    return response


def any_of(typed: QueryDict) -> bool:
    """Whether anything was filled in."""
    return any(value.strip() for _name, values in typed.lists() for value in map(str, values))


def keep(request: HttpRequest, typed: QueryDict, *, word: str = "") -> str:
    """Keeps a search in the session, under a new word or in place of an earlier one; gives the word."""
    plain = json.dumps(dict(typed.lists()))
    if len(plain) > LONGEST:
        return ""
    word = word or secrets.token_urlsafe(16)
    closed = [int(clock.now().timestamp()), _cipher(word).encrypt(plain.encode()).decode()]
    with transaction.atomic():
        row = Session.objects.select_for_update().filter(session_key=request.session.session_key).first()
        held = row.get_decoded().get(SESSION, {}) if row else request.session.get(SESSION, {})
        newest = sorted({**held, _row(word): closed}.items(), key=lambda kept: kept[1][0])[-MOST:]
        request.session[SESSION] = dict(newest)
        if (
            row
        ):  # at once: what is typed and what is sent come side by side, and neither may lose the other's word
            request.session.save()
            request.session.modified = False
    return word


def forget(request: HttpRequest) -> None:
    """Drops every search of this session."""
    request.session.pop(SESSION, None)


def kept(request: HttpRequest) -> Question:
    """The search that this address names, whatever is being sent; nothing where it is no longer kept."""
    word = request.GET.get(PARAMETER, "")
    if not word:
        return Question()
    at, closed = request.session.get(SESSION, {}).get(_row(word), (0, ""))
    if clock.now().timestamp() - at <= KEPT_FOR:
        try:
            return Question(_opened(json.loads(_cipher(word).decrypt(closed.encode()))), key=word)
        except (InvalidToken, ValueError):
            pass
    if request.method == "GET":
        messages.info(request, _("This search is no longer kept. Type it again."))
    return Question()


def _typed(request: HttpRequest) -> QueryDict:
    typed = request.POST.copy()
    for name in NOT_ASKED:
        typed.pop(name, None)
    return typed


def _opened(kept: dict[str, list[str]]) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, values in kept.items():
        typed.setlist(name, values)
    return typed


def _word_before(request: HttpRequest) -> str:
    """The word in the address of the page on which one types: the same search goes on, under the same word."""
    address = request.headers.get("HX-Current-URL", "")
    word = parse_qs(urlsplit(address).query).get(PARAMETER, [""])[0]
    return word if _row(word) in request.session.get(SESSION, {}) else ""


def _row(word: str) -> str:
    return hashlib.sha256(f"row:{word}".encode()).hexdigest()[:24]


def _cipher(word: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"key:{word}".encode()).digest()))
