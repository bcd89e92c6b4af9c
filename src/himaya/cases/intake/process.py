"""A report, from its arrival to a case, or to a decision that none is needed.

Every report is screened by a person. Screening out is read a second time within 24 hours; a critical or high
level is lowered only by a supervisor (domain §3.1, safeguards proposed as defaults).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import (
    Counsellor,
    DutyOfficer,
    HotlineSupervisor,
    ProviderStaff,
    SocialWorker,
    Supervisor,
    UnitManager,
)
from himaya.cases.intake.models import MandatoryNotice, Report
from himaya.cases.intake.rules import another_person_reads, danger_is_judged, senior_reads_high
from himaya.reference.queries import code_item
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import PUBLIC_PARTY, SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell
from himaya.workflow.tasks.actions import kind as task

ARRIVED = kind("report.arrived", _("A report waits for screening"))
SECOND_READING = kind("report.second_reading", _("A screening-out waits for a second reading"))
RETURNED = kind("report.returned", _("A second reading returned a report to screening"))
FLOOD = kind("report.flood", _("Many reports came from one place: see the flood lane"))
JOINED = kind("report.joined", _("A further report was joined to your case"))
JUDGED_LATER = kind(
    "report.judged_later", _("The danger questions about your case were answered: look at its level of risk")
)
LOWERING = task(
    kind("report.lowering", _("A lower level of risk waits for your decision")),
    _("Decide on a lower level of risk"),
)
NOTIFY = task("report.notify", _("Tell a body as the law bids"))


def made_at(report: Any) -> Any:
    """Response times run from the time of the report, not from when it was typed in."""
    return report.received_at


def how_soon(report: Any) -> str:
    """Where the reporter says that someone is in danger now, it is read sooner."""
    return "screening.due.urgent" if report.urgent_now else "screening.due"


def deadline_of(notice: Any) -> str:
    """Each duty names its own norm."""
    duty = code_item("mandatory.notification", notice.duty)
    return str(duty.attributes["norm"]) if duty else "notification.at_once"


class Notifying(Process):
    """From the duty to tell a body until it was told. Nothing holds it back, nothing cancels it."""

    code = "notifying"
    title = _("Mandatory notification")
    of = MandatoryNotice

    due = State(_("Must be told"))
    told = End(_("Told"))

    open = Start(
        due,
        by=[DutyOfficer, Supervisor, SocialWorker],
        label=_("Open"),
        starts=[Clock("telling", _("Mandatory notification"), deadline_of, DutyOfficer, ladder="urgent")],
    )
    tell = Move(
        due,
        told,
        by=[DutyOfficer, Supervisor, SocialWorker],
        label=_("Write down that they were told"),
        meets=["telling"],
        never_held=True,
        tone="primary",
    )


class Intake(Process):
    """From the report to the decision what to do with it."""

    code = "intake"
    title = _("Report")
    of = Report

    received = State(_("Received"))
    second_reading = State(_("Waiting for a second reading"), aside=True)
    screened_in = End(_("Became a case"))
    screened_out = End(_("Screened out"), aside=True)
    linked = End(_("Joined to an earlier report"), aside=True)
    information = End(_("Information given"), aside=True)

    receive = Start(
        received,
        by=[
            PUBLIC_PARTY,
            SYSTEM_PARTY,
            Counsellor,
            HotlineSupervisor,
            DutyOfficer,
            SocialWorker,
            Supervisor,
            ProviderStaff,
        ],
        label=_("Receive"),
        starts=[Clock("screening", _("Screening"), how_soon, DutyOfficer, since=made_at, ladder="urgent")],
        tells=[Tell(ARRIVED, DutyOfficer, urgent=True)],
    )
    # Many from one place at once: each is kept and its clock runs, but the officers are told once, not each time.
    receive_in_lane = Start(
        received,
        by=[PUBLIC_PARTY, SYSTEM_PARTY],
        label=_("Receive into the flood lane"),
        starts=[Clock("screening", _("Screening"), how_soon, DutyOfficer, since=made_at)],
    )
    screen_in = Move(
        received,
        screened_in,
        by=[DutyOfficer, Supervisor],
        label=_("Screen in"),
        page="cases:report-screen",
        needs=[danger_is_judged],
        meets=["screening"],
        never_held=True,
        tone="primary",
    )
    propose_out = Move(
        received,
        second_reading,
        by=[DutyOfficer, Supervisor],
        label=_("Propose to screen out"),
        page="cases:report-screen",
        reasons="screening.out_reason",
        meets=["screening"],
        starts=[Clock("second_reading", _("Second reading"), "screenout.second_reading", Supervisor)],
        tells=[Tell(SECOND_READING, Supervisor)],
    )
    confirm_out = Move(
        second_reading,
        screened_out,
        by=[Supervisor, UnitManager, DutyOfficer],
        label=_("Confirm screening out"),
        page="cases:report-second-reading",
        needs=[another_person_reads, senior_reads_high],
        meets=["second_reading"],
    )
    return_to_screening = Move(
        second_reading,
        received,
        by=[Supervisor, UnitManager, DutyOfficer],
        label=_("Return to screening"),
        page="cases:report-second-reading",
        meets=["second_reading"],
        starts=[Clock("screening", _("Screening"), how_soon, DutyOfficer, ladder="urgent")],
        tells=[Tell(RETURNED, DutyOfficer, urgent=True)],
    )
    link = Move(
        received,
        linked,
        by=[DutyOfficer, Supervisor],
        label=_("Join to an earlier report"),
        page="cases:report-screen",
        meets=["screening"],
    )
    inform = Move(
        received,
        information,
        by=[DutyOfficer, Supervisor],
        label=_("Information only"),
        page="cases:report-screen",
        reasons="screening.information_reason",
        meets=["screening"],
    )
