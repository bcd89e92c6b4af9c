"""A form that is sent twice does its thing once."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from himaya.access.protection.actor import actor_value
from himaya.access.submissions.models import Submission
from himaya.kit import clock

# Whoever got no answer opens the page again and sends the same words; after this long they mean it.
REPEATED_WITHIN = timedelta(minutes=10)
NOT_CONTENT = {"csrfmiddlewaretoken", "_key", "_draft"}


def once(request: HttpRequest, carry_out: Callable[[], HttpResponse]) -> HttpResponse:
    """Carries a submitted form out once: the second submit with its key is led where the first one led, and so is the
    same text sent again by the same person from a page opened anew, because the first answer never reached them.

    The insert waits for a first submit still under way, because the key is unique."""
    key = _key(request)
    if key is None:
        return carry_out()
    where = hashlib.sha256(request.path.encode()).hexdigest()
    who, content = actor_value(request.user), _content(request)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into access_submission (key, actor, path_digest, content, location, at) "
            "values (%s, %s, %s, %s, '', %s) on conflict (key) do nothing",
            [key, who, where, content, clock.now()],
        )
        first = cursor.rowcount == 1
    if not first:
        earlier = Submission.objects.filter(key=key, actor=who, path_digest=where).first()
        if earlier is None:
            raise PermissionDenied(_("This form was already used. Open the page again."))
        return HttpResponseRedirect(earlier.location or request.path)
    if repeated := _repeated(key, who, where, content):
        messages.info(request, _("You have just sent the same. It is kept once."))
        return HttpResponseRedirect(repeated)
    response = carry_out()
    if 300 <= response.status_code < 400:
        Submission.objects.filter(key=key).update(location=response.headers["Location"])
    else:
        Submission.objects.filter(key=key).delete()
    return response


def _repeated(key: UUID, who: str, where: str, content: str) -> str:
    """Where the same content led a moment ago; empty where there was none."""
    if not content:
        return ""
    since = clock.now() - REPEATED_WITHIN
    rows = Submission.objects.filter(actor=who, path_digest=where, content=content, at__gt=since)
    found = rows.exclude(key=key).exclude(location="").order_by("-at").first()
    return found.location if found else ""


def _content(request: HttpRequest) -> str:
    """A keyed digest of what a member of staff typed; nothing for the public, whose words two people may share, for
    forms with a password or a file, and for forms that hold nothing but a button."""
    typed = sorted((name, sorted(values)) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    secret = any("password" in name for name, _values in typed)
    if not request.user.is_authenticated or secret or request.FILES or not any(_said(v) for _n, v in typed):
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), repr(typed).encode(), "sha256").hexdigest()


def _said(values: list[str]) -> bool:
    """Whether something was typed in words: choices alone may well be made twice."""
    return any(len(value) > 8 and " " in value.strip() for value in values)


def _key(request: HttpRequest) -> UUID | None:
    if request.method != "POST":
        return None
    try:
        return UUID(request.POST.get("_key", ""))
    except ValueError:
        return None
