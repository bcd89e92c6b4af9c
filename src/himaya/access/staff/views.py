"""Pages of keeping users."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from himaya.access.gate import attempt, fetch, open_screen, screen, staff
from himaya.access.roles import STAFF_MANAGE
from himaya.access.staff import actions
from himaya.access.staff.forms import FindForm, InviteForm, MoveForm, RoleForm, SuspendForm, WelcomeForm
from himaya.access.staff.invitations import digest_of
from himaya.access.staff.queries import (
    Asked,
    account_history,
    find_users,
    kept_membership,
    kept_units,
    kept_users,
    letter_is_lost,
    open_invitation,
    review_due_before,
    roles_held,
    units_of,
)
from himaya.access.staff.rules import may_keep
from himaya.access.users.models import Membership, User
from himaya.kit.asked import asked
from himaya.kit.errors import page as said

PAGE = 50


def _site(request: HttpRequest) -> str:
    return settings.SITE_URL or request.build_absolute_uri("/")


def _user(request: HttpRequest, public_id: str) -> User:
    return fetch(request, kept_users(staff(request)), public_id=public_id)


def _role(request: HttpRequest, public_id: str, pk: int) -> tuple[User, Membership]:
    user = _user(request, public_id)
    membership = kept_membership(user, pk)
    if membership is None:
        raise Http404
    return user, membership


def _ask(request: HttpRequest, form: Any, user: User, **words: Any) -> HttpResponse:
    return render(request, "access/staff/ask.html", {"form": form, "kept": user, **words})


@screen(STAFF_MANAGE, logs="staff.listed")
def staff_list(request: HttpRequest) -> HttpResponse:
    """The users of my units."""
    question = asked(request)
    if question.lead is not None:
        return question.lead
    form = FindForm(question.typed, units=kept_units(staff(request)))
    wanted = Asked(**form.asked()) if form.is_valid() else Asked()
    page = Paginator(find_users(wanted, by=staff(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "access/staff/list.html", {"form": form, "page": page, "due": review_due_before()})


@screen(STAFF_MANAGE, logs="staff.viewed")
def staff_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One user: roles now and before, state, history."""
    user = _user(request, public_id)
    context = {
        "kept": user,
        "roles": roles_held(user),
        "history": account_history(user),
        "verdict": may_keep(staff(request), user, units_of(user)),
        "due": review_due_before(),
        "letter_lost": user.status == User.INVITED and letter_is_lost(user),
    }
    return render(request, "access/staff/detail.html", context)


@screen(STAFF_MANAGE)
def staff_invite(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    form = InviteForm(request.POST or None, units=kept_units(staff(request)))
    if form.is_valid():
        made = attempt(form, actions.invite, by=staff(request), site=_site(request), **form.cleaned_data)
        if made:
            messages.success(request, _("The invitation is on its way."))
            return redirect("access:staff-detail", made.public_id)
    return render(request, "access/staff/invite.html", {"form": form})


@require_POST
@screen(STAFF_MANAGE)
def staff_invite_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """A fresh link."""
    user = _user(request, public_id)
    actions.invite_again(user=user, by=staff(request), site=_site(request))
    messages.success(request, _("The invitation is on its way."))
    return redirect("access:staff-detail", user.public_id)


@screen(STAFF_MANAGE)
def role_give(request: HttpRequest, public_id: str) -> HttpResponse:
    """One more role."""
    user = _user(request, public_id)
    form = RoleForm(request.POST or None, units=kept_units(staff(request)))
    if form.is_valid() and attempt(
        form, actions.give_role, user=user, by=staff(request), **form.cleaned_data
    ):
        return redirect("access:staff-detail", user.public_id)
    return _ask(request, form, user, title=_("Give a role"), submit=_("Give"))


@screen(STAFF_MANAGE)
def role_move(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """The same role in another unit."""
    user, membership = _role(request, public_id, pk)
    form = MoveForm(request.POST or None, units=kept_units(staff(request)))
    if form.is_valid() and attempt(
        form, actions.move, user=user, membership=membership, by=staff(request), **form.cleaned_data
    ):
        return redirect("access:staff-detail", user.public_id)
    return _ask(request, form, user, title=_("Move to another unit"), submit=_("Move"), membership=membership)


@require_POST
@screen(STAFF_MANAGE)
def role_end(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Ends a role."""
    user, membership = _role(request, public_id, pk)
    actions.end_role(user=user, membership=membership, by=staff(request))
    messages.success(request, _("The role has ended. Records opened to them by name there are closed again."))
    return redirect("access:staff-detail", user.public_id)


@screen(STAFF_MANAGE)
def staff_suspend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Shuts somebody out."""
    user = _user(request, public_id)
    form = SuspendForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.suspend, user=user, by=staff(request), **form.cleaned_data):
        messages.success(request, _("They are signed out everywhere and cannot sign in."))
        return redirect("access:staff-detail", user.public_id)
    return _ask(request, form, user, title=_("Suspend the account"), submit=_("Suspend"), danger="yes")


@require_POST
@screen(STAFF_MANAGE)
def staff_restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lets somebody in again."""
    user = _user(request, public_id)
    actions.restore(user=user, by=staff(request))
    return redirect("access:staff-detail", user.public_id)


@require_POST
@screen(STAFF_MANAGE)
def staff_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """The roles are right."""
    user = _user(request, public_id)
    actions.confirm_rights(user=user, by=staff(request))
    messages.success(request, _("Noted: the roles were looked over today."))
    return redirect("access:staff-detail", user.public_id)


@sensitive_post_parameters("password", "again")
@open_screen("the invited person has no password yet; the link from the letter stands for one")
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person sets a password."""
    invitation = open_invitation(digest_of(token))
    if invitation is None:
        text = _("This link was used already or is too old. Ask your administrator for a new one.")
        return said(request, 410, _("This invitation no longer works"), text)
    form = WelcomeForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.accept_invitation, token=token, password=form.cleaned_data["password"], by=None
    ):
        messages.success(request, _("Your password is set. Sign in."))
        return redirect("account_login")
    return render(request, "access/staff/welcome.html", {"form": form, "invited": invitation.user})
