"""Inviting, moving, suspending, reviewing. Nobody is deleted: what they did stays theirs."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from himaya.access.audit.actions import record
from himaya.access.devicekeys.actions import end_keys
from himaya.access.gate import action
from himaya.access.roles import ROLES, STAFF_MANAGE, Role
from himaya.access.signin.actions import end_sessions, verify_email
from himaya.access.staff.invitations import digest_of, invite_by_letter
from himaya.access.staff.models import Invitation
from himaya.access.staff.queries import open_invitation, units_of
from himaya.access.staff.rules import may_give, may_keep
from himaya.access.staff.signals import role_ended, suspended
from himaya.access.units.models import Unit
from himaya.access.users.models import Membership, User
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.verdict import Verdict


def _require(verdict: Verdict, field: str | None = None) -> None:
    if not verdict:
        raise Refused(str(verdict.reason), field=field)


def _require_kept(by: User, user: User) -> None:
    _require(may_keep(by, user, units_of(user)))


@action(STAFF_MANAGE)
def invite(
    *, email: str, full_name: str, role: type[Role], unit: Unit, by: User, site: str, language: str = "az"
) -> User:
    """A new user with one role, who sets a password by a link sent to their work e-mail. `site`: its address."""
    _require(may_give(by, None, role, unit), "role")
    if User.objects.filter(email=email.lower()).exists():
        raise Refused(
            _("Somebody with this e-mail is here already. Give them the role instead."), field="email"
        )
    user = User.objects.create_user(
        email=email, full_name=full_name, language=language, status=User.INVITED, is_active=False
    )
    Membership.objects.create(user=user, unit=unit, role=role.code, given_by=by)
    invite_by_letter(user=user, by=by, site=site)
    return user


@action(STAFF_MANAGE)
def invite_again(*, user: User, by: User, site: str) -> User:
    """A fresh link; the earlier one no longer opens."""
    _require_kept(by, user)
    if user.status != User.INVITED:
        raise Refused(_("This person has signed in before. They can ask for a new password themselves."))
    invite_by_letter(user=user, by=by, site=site)
    return user


@action(None)
def accept_invitation(*, token: str, password: str, by: Any = None) -> User:
    """Sets the first password. Whoever holds the link may: it was sent to the work e-mail and works once."""
    invitation = open_invitation(digest_of(token))
    if invitation is None:
        raise Refused(_("This link was used already or is too old. Ask your administrator for a new one."))
    user = invitation.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    used = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True)
    if not used.update(accepted_at=clock.now()):
        raise Refused(_("This link was used already or is too old. Ask your administrator for a new one."))
    user.set_password(password)
    user.status, user.is_active, user.reviewed_on = User.ACTIVE, True, clock.today()
    user.save(update_fields=["password", "status", "is_active", "reviewed_on"])
    verify_email(user=user)
    return user


@action(STAFF_MANAGE)
def give_role(*, user: User, role: type[Role], unit: Unit, by: User) -> User:
    """One more role."""
    _require_kept(by, user)
    _require(may_give(by, user, role, unit), "role")
    if user.memberships.filter(unit=unit, role=role.code, ended_at__isnull=True).exists():
        raise Refused(_("They hold this role there already."), field="role")
    Membership.objects.create(user=user, unit=unit, role=role.code, given_by=by)
    user.__dict__.pop("current_memberships", None)
    return user


@action(STAFF_MANAGE)
def end_role(*, user: User, membership: Membership, by: User) -> User:
    """Ends a role, and with it what was opened to the person by name among that unit's records."""
    _require_kept(by, user)
    _require(may_give(by, user, ROLES[membership.role], membership.unit))
    _end(user, membership, by)
    return user


@action(STAFF_MANAGE)
def move(*, user: User, membership: Membership, unit: Unit, by: User) -> User:
    """The same role in another unit of one's own; work left behind is the old unit's to hand over."""
    _require_kept(by, user)
    role = ROLES[membership.role]
    _require(may_give(by, user, role, unit), "unit")
    if unit.pk == membership.unit_id:
        raise Refused(_("They are in this unit already."), field="unit")
    Membership.objects.create(user=user, unit=unit, role=role.code, given_by=by)
    _end(user, membership, by)
    return user


def _end(user: User, membership: Membership, by: User) -> None:
    Membership.objects.filter(pk=membership.pk).update(ended_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("select access_end_staff_grants(%s, %s)", [user.pk, membership.unit_id])
    for name in ("current_memberships", "roles"):
        user.__dict__.pop(name, None)
    role_ended.send(sender=User, user=user, unit=membership.unit, role=membership.role, by=by)


@action(STAFF_MANAGE)
def suspend(*, user: User, reason: str, by: User) -> User:
    """Shuts the person out at once, on every device (`staff.suspension_reason`). Roles stay, for the return."""
    _require_kept(by, user)
    if user.status == User.SUSPENDED:
        raise Refused(_("This account is suspended already."))
    user.status, user.status_reason, user.is_active = User.SUSPENDED, reason, False
    user.save(update_fields=["status", "status_reason", "is_active"])
    Invitation.objects.filter(user=user, accepted_at__isnull=True).update(expires_at=clock.now())
    end_sessions(user=user)
    end_keys(user=user)
    record(by=by, verb="staff.suspended", on=user, reason=reason)
    suspended.send(sender=User, user=user, by=by)
    return user


@action(STAFF_MANAGE)
def restore(*, user: User, by: User) -> User:
    """Lets a suspended person in again; one who never signed in is invited again instead."""
    _require_kept(by, user)
    if user.status != User.SUSPENDED:
        raise Refused(_("This account is not suspended."))
    came = user.has_usable_password() or user.last_login is not None
    user.status, user.status_reason, user.is_active = (User.ACTIVE if came else User.INVITED), "", came
    user.save(update_fields=["status", "status_reason", "is_active"])
    return user


@action(STAFF_MANAGE)
def confirm_rights(*, user: User, by: User) -> User:
    """The administrator looked the roles over and found them right (`access.review.interval`)."""
    _require_kept(by, user)
    user.reviewed_on = clock.today()
    user.save(update_fields=["reviewed_on"])
    return user
