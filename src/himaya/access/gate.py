"""The gate: every page, every action and every read passes here.

`@screen` guards a page of staff, `@open_screen` names why a page is public, `@action` guards a write.
"""

import functools
import hashlib
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from himaya.access.audit.actions import line, record, write
from himaya.access.once import once
from himaya.access.protection.actor import actor_value, current_actor, name_actor, remembering, set_local
from himaya.access.protection.models import Dossier
from himaya.access.protection.queries import let_in
from himaya.access.protection.rules import shut_out, standing
from himaya.access.roles import ROLES, Permission
from himaya.access.users.models import User
from himaya.access.users.queries import holds_over
from himaya.access.users.second_factor import needs_second_factor
from himaya.kit import clock
from himaya.kit.errors import Moved, Refused, Stale, moved, refused, signed_out, stale

P = ParamSpec("P")
R = TypeVar("R")
# A posted search is led to its own address (`kit.asked`), and is read there.
LED_ON = 303
KEYWORDS = {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}


class _Nobody:
    """An actor who is not a user."""

    pk = None
    is_active = True
    is_system = False

    def __init__(self, name: str, *, system: bool = False) -> None:
        self.name = name
        self.is_system = system

    def __str__(self) -> str:
        return self.name


SYSTEM = _Nobody("system", system=True)
PUBLIC = _Nobody("public")
Actor = User | _Nobody


# --- who acts -----------------------------------------------------------------------------------------


def act_as(actor: Any) -> None:
    """Names the actor to the database until the transaction ends."""
    shifted = clock.is_shifted()
    name_actor(actor_value(actor), clock=clock.now().isoformat() if shifted else "")


@contextmanager
def acting_as(actor: Any) -> Iterator[Any]:
    """A transaction that acts for this person (commands, jobs, tests); the former actor comes back."""
    with remembering(), transaction.atomic():
        before = current_actor()
        act_as(actor)
        yield actor
        set_local({"himaya.actor": before})


# --- may ----------------------------------------------------------------------------------------------


def may(by: Any, permission: Permission, dossier: Dossier | None = None) -> bool:
    """Whether someone may do this: at all, or to this dossier (by a role that reaches it, or by a grant)."""
    if getattr(by, "is_system", False):
        return True
    if not isinstance(by, User) or not by.is_active or not by.can(permission):
        return False
    return dossier is None or _reaches(by, permission, dossier)


def _reaches(by: User, permission: Permission, dossier: Dossier) -> bool:
    """By a role over the unit that holds it, or by a grant; never past a wall."""
    if holds_over(by, permission, dossier.unit, dossier.sensitivity):
        return not shut_out(by, dossier)
    holding = [m for m in by.current_memberships if m.role in ROLES and permission in ROLES[m.role].may]
    hidden, grants = standing(by, dossier)
    return not hidden and let_in(by, holding, dossier, grants)


# --- writing ------------------------------------------------------------------------------------------


def action(
    permission: Permission | None, *, on: str | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guards a write: keyword-only, `by=`, one transaction, audited in the same transaction.

    `on` names the argument whose dossier the permission is asked for. Without a permission the action may be
    called by anyone who reaches it (a public report), which its docstring must explain.
    """

    def guard(function: Callable[P, R]) -> Callable[P, R]:
        parameters = inspect.signature(function).parameters.values()
        if any(p.kind not in KEYWORDS for p in parameters) or "by" not in {p.name for p in parameters}:
            raise TypeError(f"{function.__qualname__}: actions take keywords only, `by` among them")
        topic = function.__module__.split(".actions")[0].rpartition(".")[2]  # `actions` may be a package
        verb = f"{topic}.{function.__name__}"

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs.get("by")
            subject: Any = kwargs.get(on) if on else None
            dossier = subject if isinstance(subject, Dossier) else getattr(subject, "dossier", None)
            if permission is not None and not may(by, permission, dossier):
                raise PermissionDenied(_("You may not do this: %(what)s.") % {"what": permission.label})
            with transaction.atomic():
                result = function(*args, **kwargs)
                target = result if hasattr(result, "_meta") else subject
                record(by=by, verb=verb, on=target)
            return result

        run.permission = permission  # type: ignore[attr-defined]  # read by the guard tests
        run.verb = verb  # type: ignore[attr-defined]  # as it stands in the audit
        return run

    return guard


def require_version(current: Any, expected: int | None) -> None:
    """Stops a write made from a page that is no longer current (a second tab, another person)."""
    if expected is not None and current.version != expected:
        raise Stale(current)


def attempt(form: BaseForm, perform: Callable[..., Any], /, **arguments: Any) -> Any:
    """Runs an action for a valid form; a refusal becomes the form's error, a newer version its `stale`.

    Nothing of a refused action is kept: an action brings its own transaction, anything else gets one."""
    try:
        with nullcontext() if hasattr(perform, "permission") else transaction.atomic():
            return perform(**arguments)
    except Stale as stale:
        form.fell_behind(stale.current)  # type: ignore[attr-defined]  # every form of ours can
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        for line in refused.told:
            form.add_error(field, line)
    return None


# --- reading ------------------------------------------------------------------------------------------


def fetch(request: HttpRequest, rows: QuerySet[Any], **lookup: Any) -> Any:
    """The one row this person may see, noted for the audit; otherwise the same 404 as if it did not exist."""
    found = rows.filter(**lookup).first()
    if found is None:
        _follow(rows.model, lookup)
        raise Http404(_("Not found, or not open to you."))
    noted(request, found)
    return found


def _follow(model: Any, lookup: dict[str, Any]) -> None:
    """A record that was joined to another leads there (`Model.led_to`), for who may see that one."""
    led_to = getattr(model, "led_to", None)
    target = led_to(lookup.get("public_id")) if led_to else None
    if target is not None:
        raise Moved(lookup["public_id"], target)


def noted(request: HttpRequest, *objects: Any) -> None:
    """Adds records to the audit line of this read."""
    seen: list[Any] = request.__dict__.setdefault("himaya_seen", [])
    seen.extend(objects)


# --- pages --------------------------------------------------------------------------------------------

View = Callable[..., HttpResponse]


class StaffRequest(HttpRequest):
    """A request that passed `@screen`: its user is a member of staff."""

    user: User


def screen(permission: Permission, *, logs: str = "", preview: bool = False) -> Callable[[View], View]:
    """A page of staff: signed in, allowed, submitted once, its reading written to the audit as `logs`.

    A `preview` answers a form while it is being filled in and writes nothing: it leaves the form's key alone."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if not isinstance(user, User):
                return _sign_in(request)
            if needs_second_factor(request):
                return HttpResponseRedirect(resolve_url("access:second-factor"))
            if not user.can(permission):
                raise PermissionDenied(_("You may not do this: %(what)s.") % {"what": permission.label})
            response = view(request, *args, **kwargs) if preview else _answer(request, view, args, kwargs)
            if logs and response.status_code < 400 and response.status_code != LED_ON:
                _log_read(request, logs)
            return response

        run.gate = permission.code  # type: ignore[attr-defined]  # read by the guard tests
        run.logs = logs  # type: ignore[attr-defined]  # as it stands in the audit
        return run

    return guard


def staff(request: HttpRequest) -> User:
    """Who is signed in, on a page guarded by `@screen`."""
    assert isinstance(request.user, User)
    return request.user


def open_screen(why: str) -> Callable[[View], View]:
    """A page open to everybody, and the reason why."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return _answer(request, view, args, kwargs)

        run.gate = f"open: {why}"  # type: ignore[attr-defined]  # read by the guard tests
        return run

    return guard


def _sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in; what was typed in a form after the session had ended is kept on the page."""
    if request.method == "POST":  # what is only sent to cannot be opened: back to the page with the form
        return signed_out(request, redirect_to_login(came_from(request)).url)
    login = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):  # a part of a page: the whole page goes
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})
    return login


def came_from(request: HttpRequest) -> str:
    """The page of ours that a form was sent from; the start page where it is not known."""
    said = urlsplit(request.headers.get("Referer", ""))
    return (
        said.path
        if said.netloc == request.get_host() and said.path
        else resolve_url(settings.LOGIN_REDIRECT_URL)
    )


def _answer(request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse:
    """The view's answer; a refusal it did not meet itself becomes a page, and nothing of it is kept."""
    try:
        with transaction.atomic() if request.method == "POST" else nullcontext():
            return once(request, lambda: view(request, *args, **kwargs))
    except Refused as refusal:
        return refused(request, refusal)
    except Stale as newer:
        return stale(request, newer)
    except Moved as led:
        return moved(request, led)


def _log_read(request: HttpRequest, verb: str) -> None:
    seen = request.__dict__.get("himaya_seen") or [None]
    session = hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16]
    write(line(by=request.user, verb=verb, on=item, session=session) for item in seen)
