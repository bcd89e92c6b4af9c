"""One transaction a request, acting for one person: the ground under row-level security."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse

from himaya.access.gate import act_as
from himaya.access.protection.actor import remembering
from himaya.access.signin.rules import idle_minutes
from himaya.kit import clock

# What a session remembers of itself, in seconds since 1970; the last click is noted once a minute at most.
BEGAN, SEEN, NOTED_EVERY = "himaya_began", "himaya_seen", 60

Respond = Callable[[HttpRequest], HttpResponseBase]


class OneTransaction:
    """Everything a request writes is kept whole or not at all; sessions and lazily drawn pages included.

    (`ATOMIC_REQUESTS` would leave both outside.)"""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with remembering(), transaction.atomic():
            act_as(None)
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response = response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


class SessionLimits:
    """Signs out whoever left the desk, and everybody at the end of the day. What they send then is kept on the
    page by the gate."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(clock.now().timestamp())
            session = request.session
            began, seen = session.setdefault(BEGAN, now), session.get(SEEN, now)
            if now - seen > idle_minutes() * 60 or now - began > settings.SESSION_HOURS * 3600:
                logout(request)
            elif SEEN not in session or now - seen >= NOTED_EVERY:
                session[SEEN] = now
                UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=clock.now())
        return self.get_response(request)


class Actor:
    """Names the signed-in person to the database, for this transaction only."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            act_as(request.user)
        return self.get_response(request)
