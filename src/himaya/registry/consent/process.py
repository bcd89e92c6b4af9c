"""A consent from the day it is given: it stands, is withdrawn, or runs out. Whoever relies on it is told."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.roles import SocialWorker, Supervisor
from himaya.kit import clock
from himaya.reference.queries import norm
from himaya.registry.consent.models import Consent
from himaya.registry.consent.rules import may_withdraw
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State

RECORDERS = [SocialWorker, Supervisor]
# How long before its last day a consent is to be asked for anew.
RENEWAL = "consent.renewal"


def asked_anew_from(consent: Any) -> datetime:
    """When the time for asking anew begins, so that it ends with the consent's last day."""
    days = int(norm(RENEWAL, on=clock.today()).number)
    return clock.at(consent.valid_until + timedelta(days=1)) - timedelta(days=days)


def recorder(consent: Any) -> User | None:
    """Who wrote it down asks again."""
    who: User | None = consent.recorded_by
    return who


class ConsentWork(Process):
    """From the yes to its end."""

    code = "consent"
    title = _("Consent or legal ground")
    of = Consent

    standing = State(_("In force"))
    lapsed = End(_("Run out"))
    withdrawn = End(_("Withdrawn"), aside=True)

    give = Start(standing, by=[*RECORDERS, SYSTEM_PARTY], label=_("Record a consent"))
    give_until = Start(
        standing,
        by=[*RECORDERS, SYSTEM_PARTY],
        label=_("Record a consent that runs out"),
        starts=[
            Clock(
                "renewal",
                _("Asking for a consent anew"),
                RENEWAL,
                SocialWorker,
                holder=recorder,
                since=asked_anew_from,
            )
        ],
    )
    withdraw = Move(
        standing,
        withdrawn,
        by=RECORDERS,
        label=_("Withdraw"),
        needs=[may_withdraw],
        page="people:consent-withdraw",
    )
    run_out = Move(standing, lapsed, by=[SYSTEM_PARTY], label=_("Run out"))
