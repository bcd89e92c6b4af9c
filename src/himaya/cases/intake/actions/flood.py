"""The flood lane: many reports from one place at once are all kept, read together, and cost the officers one
notice. Nothing is dropped: among a hundred copies there may be a child."""

import hashlib
from collections.abc import Sequence

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.queries import nearest_to
from himaya.access.roles import REPORT_SCREEN, DutyOfficer
from himaya.cases.intake.actions.outcomes import inform, link_report, propose_out
from himaya.cases.intake.addresses import address_digest
from himaya.cases.intake.models import AddressMark, Report
from himaya.cases.intake.process import FLOOD
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.ids import new_public_id
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.actions import tell_all

TRAP = "trap"


def lane_for(*, address: str, trapped: bool) -> str:
    """Counts this report and names the lane it belongs in; none while the place is within its limit."""
    now, today = clock.now(), clock.today()
    lane = TRAP if trapped else ""
    if not address:
        return lane
    digest = address_digest(address)
    window = add(now, norm("ratelimit.report.window", today)) - now
    recent = list(AddressMark.objects.filter(address=digest, at__gt=now - window).order_by("at"))
    if not lane and len(recent) >= int(norm("ratelimit.report.count", today).value):
        lane = next((mark.lane for mark in reversed(recent) if mark.lane), "") or new_public_id()
    AddressMark.objects.create(address=digest, at=now, lane="" if lane == TRAP else lane)
    return lane


def tell_of_lane(*, report: Report, lane: str) -> None:
    """Tells the duty officers once a day and lane."""
    key = hashlib.sha256(f"{lane}:{clock.today()}:{report.dossier.unit_id}".encode()).hexdigest()[:32]
    officers = nearest_to(DutyOfficer, report.dossier)
    tell_all(users=officers, kind=FLOOD, key=f"{FLOOD}:{key}", url="/reports/?list=flood", urgent=True)


@action(REPORT_SCREEN)
def take_out_of_lane(*, reports: Sequence[Report], by: User) -> int:
    """Puts reports back among those that wait one by one."""
    taken = Report.objects.filter(pk__in=[r.pk for r in reports]).exclude(flood_lane="")
    return taken.update(flood_lane="")


@action(REPORT_SCREEN)
def answer_lane(
    *,
    reports: Sequence[Report],
    answer: str,
    by: User,
    reason: str = "",
    note: str = "",
    to: Report | None = None,
) -> int:
    """One answer for several reports of a lane: `out` (each then gets its second reading), `inform`, or `link`
    to one report. All of them or, where one refuses, none."""
    if answer == "link" and to is None:
        raise Refused(_("No report with this reference is open to you."), field="reference")
    for report in reports:
        if answer == "out":
            propose_out(report=report, reason=reason, note=note, by=by)
        elif answer == "inform":
            inform(report=report, reason=reason, note=note, by=by)
        elif to is not None and to.pk != report.pk:
            link_report(report=report, to=to, by=by)
    return len(reports)
