"""One's own sign-in: devices, second factor, and the sample country's door."""

from allauth.account.signals import user_logged_in
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.devicekeys.queries import keys_of
from himaya.access.gate import open_screen, screen, staff
from himaya.access.roles import CASE_WORK, DESK_USE
from himaya.access.signin.actions import end_session
from himaya.access.signin.queries import devices, own_session, sample_user
from himaya.access.signin.rules import idle_minutes
from himaya.access.users.models import User


@screen(DESK_USE)
def security(request: HttpRequest) -> HttpResponse:
    """How I sign in, and where I am signed in."""
    context = {
        "devices": devices(staff(request)),
        "second_factor": is_mfa_enabled(staff(request)),
        "idle": idle_minutes(),
        "hours": settings.SESSION_HOURS,
        "phones": keys_of(staff(request)),
        "may_take_along": staff(request).can(CASE_WORK),
    }
    return render(request, "access/signin/security.html", context)


@require_POST
@screen(DESK_USE)
def device_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs one of my devices out."""
    session = own_session(staff(request), pk)
    if session is None:
        raise Http404
    end_session(session=session, by=request.user)
    messages.success(request, _("That device is signed out."))
    return redirect("access:security")


@open_screen("whoever just signed in must set up a second factor before any page of staff")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is needed, and the ways to set one up."""
    if not isinstance(request.user, User):
        return redirect(settings.LOGIN_URL)
    return render(request, "access/signin/second_factor.html", {"done": is_mfa_enabled(request.user)})


@require_POST
@open_screen("sample users of a sample country, where no person is real")
def sample_sign_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """Signs in as a sample user with one click."""
    user = sample_user(public_id)
    if user is None:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    user_logged_in.send(sender=User, request=request, user=user)  # the list of devices hears it
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if safe else settings.LOGIN_REDIRECT_URL)
