"""Making and withdrawing links; coming in, answering and telling back by one."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.audit.actions import record
from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.roles import CASE_WORK, DUTY_VERIFY
from himaya.cases.casefile.actions import require
from himaya.cases.duties.actions import take_duty, tell_duty_done, turn_duty_down
from himaya.cases.duties.models import Duty
from himaya.cases.links.models import LinkOpening, OutsideLink
from himaya.cases.links.queries import entered, tried
from himaya.cases.links.rules import (
    is_taken_on,
    lasts_until,
    may_be_handed,
    may_be_withdrawn,
    stays_inside_until,
)
from himaya.cases.links.secrets import (
    code_for,
    digest_of,
    form_digest_of,
    hash_of,
    is_right,
    new_visit,
    token_of,
)
from himaya.cases.referrals.actions import note_beginning, take_on, tell_back, turn_down
from himaya.cases.referrals.models import Feedback, Referral
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.ids import new_public_id
from himaya.workflow.actions import Addressee, addressee, write_to
from himaya.workflow.models import Message
from himaya.workflow.notices.actions import kind

OUTSIDE = "outside_link"
WAITS = kind("link.waits", gettext_lazy("A request waits for an organisation without an account"))


@action(CASE_WORK, on="referral")
def make_link(
    *, referral: Referral, confirmed: bool, language: str, by: User, email: str = "", form_key: str = ""
) -> OutsideLink:
    """Hands a referral to an organisation without an account: by a mail that says only that something waits, or on
    paper. Who makes it has read what will be seen (`confirmed`). A former link of the referral ends. The same form again
    is the same link."""
    held = Referral.objects.select_for_update(of=("self",)).select_related("dossier__unit", "service__unit")
    given: dict[str, Any] = {
        "confirmed": confirmed,
        "language": language,
        "email": email,
        "form_key": form_key,
    }
    return _made(held.get(pk=referral.pk), by, **given)


@action(DUTY_VERIFY, on="duty")
def make_duty_link(
    *, duty: Duty, confirmed: bool, language: str, by: User, email: str = "", form_key: str = ""
) -> OutsideLink:
    """Hands a task of a meeting over, as a referral is handed over (`make_link`)."""
    held = Duty.objects.select_for_update(of=("self",)).select_related("dossier__unit", "unit")
    given: dict[str, Any] = {
        "confirmed": confirmed,
        "language": language,
        "email": email,
        "form_key": form_key,
    }
    return _made(held.get(pk=duty.pk), by, **given)


def _made(matter: Any, by: User, *, confirmed: bool, language: str, email: str, form_key: str) -> OutsideLink:
    known: OutsideLink | None = matter.links.filter(form_digest=form_digest_of(form_key)).first()
    if known:
        return known
    require(may_be_handed(matter))
    if not confirmed:
        raise Refused(_("Read what will be seen, and say that it is needed."), "confirmed")
    if email and not settings.SITE_URL:
        raise Refused(_("This installation does not know its own address yet: print the letter."), "email")
    now, public_id = clock.now(), new_public_id()
    matter.links.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
    link: OutsideLink = matter.links.create(
        dossier=matter.dossier, public_id=public_id, digest=digest_of(token_of(public_id)),
        code=hash_of(code_for(form_key)), form_digest=form_digest_of(form_key), email=email, language=language,
        made_by=by, made_at=now, expires_at=lasts_until(now, is_taken_on(matter)),
    )  # fmt: skip
    if email:
        write_to(
            addressee=OUTSIDE, addressee_id=link.pk, channel=Message.EMAIL, kind=WAITS, key=f"{OUTSIDE}:{link.pk}",
            url=matter.get_absolute_url(), at=now, by=by,
        )  # fmt: skip
    return link


@action(CASE_WORK, on="link")
def withdraw_link(*, link: OutsideLink, by: User, expected: int | None = None) -> OutsideLink:
    """From now on it leads nowhere."""
    return _withdrawn(link, expected)


@action(DUTY_VERIFY, on="link")
def withdraw_duty_link(*, link: OutsideLink, by: User, expected: int | None = None) -> OutsideLink:
    """The same for the link to a task."""
    return _withdrawn(link, expected)


def _withdrawn(link: OutsideLink, expected: int | None) -> OutsideLink:
    held: OutsideLink = OutsideLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    require(may_be_withdrawn(held))
    require_version(held, expected)
    held.withdrawn_at = clock.now()
    held.save(update_fields=["withdrawn_at"])
    return held


def find_outsider(pk: int, kind: str) -> Addressee | None:
    """What the mail says: that something waits, where, and until when. Nobody's name, nothing of what it is about."""
    link = OutsideLink.objects.filter(pk=pk).first()
    if link is None or link.withdrawn_at is not None or link.expires_at <= clock.now():
        return None
    address = settings.SITE_URL.rstrip("/") + reverse("cases:outside", args=[token_of(link.public_id)])
    words = {"address": address, "until": clock.local(link.expires_at).strftime("%d.%m.%Y")}
    with translation.override(link.language):
        text = _(
            "A request waits for an answer of your organisation.\n\n%(address)s\n\nThe link holds until %(until)s. It "
            "asks for a code, which the sender tells you by telephone."
        )
    return Addressee("", link.email, link.language, text % words)


addressee(OUTSIDE, find_outsider)


# --- from outside: whoever holds both secrets, on behalf of the organisation they were given to ---


@action(None)
def come_in(*, token: str, code: str, by: Any) -> str | None:
    """The second secret. The right code lets a browser in for the norm `link.visit`; the answer is what it carries. A
    wrong code and a dead link get the same answer in the same time: None. Every try is counted before it is looked at;
    a right one is written into the story. Anyone who holds the link may try."""
    if not is_right(code, tried(token)):
        return None
    now, visit = clock.now(), new_visit()
    link = entered(token, visit, stays_inside_until(now))
    if link is None:
        return None
    LinkOpening.objects.create(dossier=link.dossier, link=link, at=now)
    record(by=by, verb="links.opened", on=link)
    return visit


def _only_outside(by: Any) -> None:
    """The link in hand is the proof: the database shows it to nobody else outside."""
    if isinstance(by, User):
        raise PermissionDenied(_("This is answered from outside."))


def _from_outside(link: OutsideLink, by: Any) -> Referral:
    """The referral, as it is now."""
    _only_outside(by)
    rows = Referral.objects.select_for_update(of=("self",))
    held: Referral = rows.select_related("dossier__unit", "service__unit", "answer_to").get(pk=link.matter.pk)
    return held


@action(None, on="link")
def accept_by_link(
    *,
    link: OutsideLink,
    name: str,
    by: Any,
    starts_on: date | None = None,
    note: str = "",
    expected: int | None = None,
) -> Referral:
    """The organisation takes the family on; the link holds as long as its work may take. Anyone inside by the link."""
    referral = _from_outside(link, by)
    require_version(referral, expected)
    take_on(referral=referral, starts_on=starts_on, note=note, name=name, by=by)
    _prolong(link)
    return referral


def _prolong(link: OutsideLink) -> None:
    OutsideLink.objects.filter(pk=link.pk).update(expires_at=lasts_until(clock.now(), accepted=True))


@action(None, on="link")
def decline_by_link(
    *, link: OutsideLink, name: str, reason: str, by: Any, note: str = "", expected: int | None = None
) -> Referral:
    """The organisation cannot; the link leads nowhere any more. Anyone inside by the link."""
    referral = _from_outside(link, by)
    require_version(referral, expected)
    return turn_down(referral=referral, reason=reason, note=note, name=name, by=by)


@action(None, on="link")
def begin_by_link(*, link: OutsideLink, started_on: date, by: Any, expected: int | None = None) -> Referral:
    """The day on which the service began. Anyone inside by the link."""
    referral = _from_outside(link, by)
    require_version(referral, expected)
    return note_beginning(referral=referral, started_on=started_on, by=by)


@action(None, on="link")
def tell_by_link(
    *,
    link: OutsideLink,
    name: str,
    text: str,
    by: Any,
    attended: bool | None = None,
    ends: bool = False,
    outcome: str = "",
    started_on: date | None = None,
) -> Feedback:
    """What came of it; the last word ends the referral, and the link with it. Anyone inside by the link."""
    referral = _from_outside(link, by)
    return tell_back(
        referral=referral, by=by, text=text, attended=attended, ends=ends, outcome=outcome, started_on=started_on,
        name=name,
    )  # fmt: skip


@action(None, on="link")
def accept_duty_by_link(
    *, link: OutsideLink, name: str, by: Any, note: str = "", expected: int | None = None
) -> Duty:
    """The agency will do the task. Anyone inside by the link."""
    _only_outside(by)
    duty = take_duty(duty=link.matter, note=note, name=name, by=by, expected=expected)
    _prolong(link)
    return duty


@action(None, on="link")
def refuse_duty_by_link(
    *, link: OutsideLink, name: str, reason: str, by: Any, note: str = "", expected: int | None = None
) -> Duty:
    """The agency cannot; the link leads nowhere any more. Anyone inside by the link."""
    _only_outside(by)
    given: dict[str, Any] = {"reason": reason, "note": note, "name": name, "expected": expected}
    return turn_duty_down(duty=link.matter, by=by, **given)


@action(None, on="link")
def report_duty_by_link(
    *, link: OutsideLink, name: str, note: str, by: Any, expected: int | None = None
) -> Duty:
    """The agency says what was done; somebody independent of it checks. Anyone inside by the link."""
    _only_outside(by)
    return tell_duty_done(duty=link.matter, note=note, name=name, by=by, expected=expected)
