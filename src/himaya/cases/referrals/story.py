"""What referrals add to a case."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import is_open
from himaya.cases.casefile.story import actions, alerts, moments, part
from himaya.cases.referrals.models import Referral
from himaya.cases.referrals.process import Referring
from himaya.cases.referrals.queries import feedback_on, referrals_of, steps_on
from himaya.kit.memory import asked_once
from himaya.kit.shapes import Alert, Moment, NextAction
from himaya.reference.queries import label

part("referrals", gettext_lazy("Referrals"), page="cases:case-referrals", order=50, permission=CASE_READ)
ANSWERS = {
    "accepted": ("", gettext_lazy("accepted")),
    "started": ("", gettext_lazy("the service has begun")),
    "declined": ("bad", gettext_lazy("declined")),
    "expired": ("bad", gettext_lazy("left without an answer")),
    "withdrawn": ("", gettext_lazy("taken back")),
    "completed": ("good", gettext_lazy("completed")),
}


@asked_once
def referrals_on(case: Case) -> list[Referral]:
    """The referrals of the case, newest first."""
    return list(referrals_of(case))


@moments("referral")
def referrals(case: Case, user: User) -> Iterable[Moment]:
    """To which service the family was sent, what it answered, and what it told back. Three queries."""
    rows = {r.pk: r for r in referrals_on(case)}
    for step in steps_on(rows):
        referral = rows[step.subject_id]
        words = {"service": str(referral.service)}
        if not step.from_state:
            title, tone = _("Referred to: %(service)s") % words, ""
        else:
            tone, answer = ANSWERS.get(step.to_state, ("", step.to_state))
            title = f"{referral.service}: {answer}"
        reason = label("referral.decline_reason", step.reason) if step.reason else ""
        if step.to_state == "completed":
            reason = label("referral.outcome", referral.outcome)
        yield _moment(
            referral,
            step.at,
            title,
            reason,
            str(step.actor or referral.answered_by if step.from_state else step.actor or ""),
            tone,
        )
    for word in feedback_on(rows):
        title = _("Feedback of %(service)s") % {"service": rows[word.referral_id].service}
        tone = "watch" if word.attended is False else ""
        yield _moment(rows[word.referral_id], word.at, title, word.text, word.said_by, tone)


def _moment(referral: Referral, at: object, title: str, text: str, by: str, tone: str) -> Moment:
    return Moment(
        at=at,  # type: ignore[arg-type]  # a datetime
        title=title,
        text=text,
        by=by,
        kind="referral",
        kind_label=_("Referrals"),
        icon="arrows-exchange",
        tone=tone,  # type: ignore[arg-type]  # one of the tones
        url=referral.get_absolute_url(),
    )


@alerts
def unanswered(case: Case, user: User) -> Iterable[Alert]:
    """An urgent referral nobody has answered."""
    if is_open(case):
        for referral in (r for r in referrals_on(case) if r.status == Referring.sent.name and r.is_urgent):
            words = {"service": referral.service}
            yield Alert(
                _("No answer yet to the urgent referral: %(service)s") % words,
                "watch",
                referral.get_absolute_url(),
            )


@actions
def refer(case: Case, user: User) -> Iterable[NextAction]:
    """An open case may be referred to a service."""
    if is_open(case) and case.status != "assigned" and user.can(CASE_WORK):
        yield NextAction(
            _("Refer to a service"), reverse("cases:referral-send", args=[case.public_id]), key="r"
        )
