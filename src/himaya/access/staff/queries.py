"""The users of one's units."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from himaya.access.audit.models import AuditEvent
from himaya.access.staff.models import Invitation
from himaya.access.staff.rules import administered
from himaya.access.units.models import Unit
from himaya.access.users.models import Membership, User
from himaya.kit import clock
from himaya.kit.periods import add_months
from himaya.kit.text import fold
from himaya.kit.text_sql import Fold, SortKey
from himaya.reference.queries import norm

HISTORY = 50


@dataclass(frozen=True)
class Asked:
    """What a list of users was asked for."""

    words: str = ""
    unit: str = ""
    role: str = ""
    state: str = ""


def kept_units(by: User) -> QuerySet[Unit]:
    """The units whose staff this user keeps, top first."""
    return Unit.objects.filter(path__overlap=administered(by), is_active=True).order_by("path")


def kept_users(by: User) -> QuerySet[User]:
    """Everybody who serves or served in those units; oneself too, to be seen and not changed."""
    here = Membership.objects.filter(user=OuterRef("pk"), unit__path__overlap=administered(by))
    return User.objects.filter(Exists(here)).prefetch_related(_current()).order_by(SortKey("full_name"), "pk")


def letter_is_lost(user: User) -> bool:
    """Whether the mail server did not take the last invitation of somebody who still waits for it."""
    last = Invitation.objects.filter(user=user).order_by("-sent_at").first()
    return last is not None and last.delivered_at is None and last.accepted_at is None


def _current() -> Prefetch:
    rows = Membership.objects.filter(ended_at__isnull=True).select_related("unit").order_by("unit_id")
    return Prefetch("memberships", queryset=rows, to_attr="held_now")


def review_due_before() -> date:
    """Rights looked over before this day are to be looked over again (`access.review.interval`)."""
    return add_months(clock.today(), -int(norm("access.review.interval", on=clock.today()).number))


def find_users(asked: Asked, *, by: User) -> QuerySet[User]:
    """The users of one's units who fit."""
    rows = kept_users(by)
    if asked.words:
        rows = rows.annotate(folded=Fold("full_name")).filter(
            Q(folded__contains=fold(asked.words)) | Q(email__contains=asked.words.lower())
        )
    if asked.unit or asked.role:
        held = Membership.objects.filter(user=OuterRef("pk"), ended_at__isnull=True)
        held = held.filter(unit__public_id=asked.unit) if asked.unit else held
        rows = rows.filter(Exists(held.filter(role=asked.role) if asked.role else held))
    if asked.state == "review":
        due = Q(reviewed_on__isnull=True) | Q(reviewed_on__lt=review_due_before())
        return rows.filter(due, is_active=True)
    return rows.filter(status=asked.state) if asked.state else rows


def units_of(user: User) -> list[Unit]:
    """Where the user serves, or served last."""
    rows = list(user.memberships.select_related("unit").order_by("-started_at"))
    now = [row.unit for row in rows if row.ended_at is None]
    return now or [row.unit for row in rows[:1]]


def kept_membership(user: User, pk: int) -> Membership | None:
    """A role that the user holds now."""
    return user.memberships.filter(pk=pk, ended_at__isnull=True).select_related("unit").first()


def roles_held(user: User) -> QuerySet[Membership]:
    """All roles ever held, the present ones first."""
    return user.memberships.select_related("unit", "given_by").order_by("-ended_at", "-started_at")


def account_history(user: User) -> list[AuditEvent]:
    """What was done to the account and by whom, as far as the reader may see the audit."""
    rows = AuditEvent.objects.filter(object_kind="access.user", object_id=user.pk, verb__startswith="staff.")
    rows = rows.exclude(verb__in=["staff.viewed", "staff.listed"])
    return list(rows.order_by("-pk")[:HISTORY])


def open_invitation(digest: str) -> Invitation | None:
    """An invitation that can still be accepted."""
    found = Invitation.objects.select_related("user").filter(digest=digest, accepted_at__isnull=True).first()
    return found if found and found.expires_at > clock.now() else None


def users_to_review(by: User) -> QuerySet[User]:
    """One's users whose rights are due to be looked over; never oneself."""
    return find_users(Asked(state="review"), by=by).exclude(pk=by.pk)


def rights_to_review(by: User) -> int:
    """How many of one's users have rights that are due to be looked over."""
    return find_users(Asked(state="review"), by=by).count() if administered(by) else 0
