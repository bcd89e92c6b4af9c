"""Roles and permissions: who does what, in words an official can check. `docs/roles.md` is made from this.

A permission is named CONTEXT_VERB. A role is a class: its plain description, what it may do, and its
*reach*: how far it sees among the records of its unit and the units below it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Sensitivity of a record, lowest first (domain: normal, sensitive, sealed).
NORMAL, SENSITIVE, SEALED = 0, 1, 2
# Reach of a role that sees only what is granted to its holder by name.
ONLY_GRANTED = -1


@dataclass(frozen=True)
class Permission:
    """One thing that may be done."""

    code: str
    label: Promise | str

    def __str__(self) -> str:
        return self.code


def _p(code: str, label: Promise | str) -> Permission:
    permission = Permission(code, label)
    PERMISSIONS[code] = permission
    return permission


PERMISSIONS: dict[str, Permission] = {}

# every signed-in member of staff
DESK_USE = _p("desk.use", _("Use the desk: home, notices, own settings"))
# reports about children
REPORT_ENTER = _p("report.enter", _("Enter a report for someone else"))
REPORT_READ = _p("report.read", _("Read reports"))
REPORT_SCREEN = _p("report.screen", _("Screen reports"))
REPORT_APPROVE = _p("report.approve", _("Approve screening out and lowering of risk"))
DOCUMENT_RELEASE = _p("document.release", _("Release a file that no scanner has looked into"))
DOCUMENT_KEEP = _p("document.keep", _("Put documents to a record, replace and correct them"))
DOCUMENT_GUARDED = _p("document.guarded", _("Read documents about health, court and violence"))
# the hotline
CONTACT_WORK = _p("contact.work", _("Answer the hotline: write contacts, ask about danger, call back"))
CONTACT_OVERSEE = _p(
    "contact.oversee", _("Oversee the hotline: lower a level of danger, decide on callers who left")
)
INCIDENT_READ = _p("incident.read", _("Read incidents: who was told, and the evidence"))
INCIDENT_WORK = _p("incident.work", _("Open incidents, log evidence, write down who was told"))
CONTACT_REVIEW = _p(
    "contact.review",
    _("Review contacts of the hotline by the rubric, hold debriefs and see who bears too much"),
)
HOTLINE_FIGURES = _p("hotline.figures", _("See the figures of the hotline, without names"))
# cases
CASE_READ = _p("case.read", _("Read cases"))
CASE_ASSIGN = _p("case.assign", _("Assign cases to workers"))
CASE_WORK = _p("case.work", _("Work on a case: register, assess, plan, visit"))
CASE_APPROVE = _p("case.approve", _("Approve assessments, plans and closures"))
CASE_TRANSFER = _p("case.transfer", _("Transfer a case to another unit"))
EMERGENCY_WORK = _p("emergency.work", _("Take a child to safety, look for a missing child"))
APPEAL_WRITE = _p("appeal.write", _("Write down complaints about decisions and conduct"))
APPEAL_DECIDE = _p("appeal.decide", _("Decide on complaints in whose matter one took no part"))
# people
PERSON_SEARCH = _p("person.search", _("Search the register of people"))
PERSON_READ = _p("person.read", _("Read a person's file"))
PERSON_WRITE = _p("person.write", _("Register people and correct their records"))
PERSON_GIVE = _p("person.give", _("Give people their own file, or refuse it"))
RETENTION_DECIDE = _p("retention.decide", _("Decide what is kept, held or anonymised"))
REGISTER_READ = _p("register.read", _("Read the registers of children and groups"))
REGISTER_EXPORT = _p("register.export", _("Take a register out of the system, for a purpose"))
QUALITY_READ = _p("quality.read", _("See how good the data is, by unit"))
PERSON_JUDGE = _p("person.judge", _("Decide whether two records are one person; merge and unmerge"))
MODEL_PUBLISH = _p("model.publish", _("Check and publish the model by which records are compared"))
IMPORT_PREPARE = _p("import.prepare", _("Send in lists of people and look through them"))
IMPORT_APPROVE = _p("import.approve", _("Approve lists of people, or take them back out of the register"))
# services of other organisations
REFERRAL_READ = _p("referral.read", _("Read referrals"))
REFERRAL_ANSWER = _p("referral.answer", _("Answer referrals to one's own services"))
SERVICE_MANAGE = _p("service.manage", _("Keep one's own services in the directory"))
# steering
FIGURES_READ = _p("figures.read", _("Read figures without names"))
OVERDUE_READ = _p("overdue.read", _("See what is late and with whom"))
# access
BREAKGLASS_USE = _p("breakglass.use", _("Open a record in an emergency, with a reason"))
BREAKGLASS_REVIEW = _p("breakglass.review", _("Review emergency openings"))
STAFF_MANAGE = _p("staff.manage", _("Invite, move, suspend and review users"))
INSTRUMENT_EDIT = _p("instrument.edit", _("Bring questionnaires as workbooks, approve and retire them"))
SETTINGS_MANAGE = _p("settings.manage", _("Keep reference data: norms, code lists, territory, calendar"))
AUDIT_READ = _p("audit.read", _("Read the audit"))
AUDIT_READERS = _p("audit.readers", _("See who read a record one may see"))
UNIT_MANAGE = _p("unit.manage", _("Keep organisations and units"))

EVERYONE = (DESK_USE,)
CASEWORK = (
    REPORT_READ,
    CASE_READ,
    REFERRAL_READ,
    PERSON_SEARCH,
    PERSON_READ,
)


# Who leads a unit: its supervisors and its manager.
LEADING = (
    REPORT_APPROVE, CASE_ASSIGN, CASE_APPROVE, CASE_TRANSFER, APPEAL_WRITE,
    APPEAL_DECIDE, PERSON_GIVE, RETENTION_DECIDE, REGISTER_READ, QUALITY_READ,
    OVERDUE_READ, BREAKGLASS_USE, BREAKGLASS_REVIEW, AUDIT_READERS,
)  # fmt: skip


class Role:
    """A kind of user. Subclasses are the roles; none is ever instantiated."""

    code: ClassVar[str]
    label: ClassVar[Promise | str]
    does: ClassVar[Promise | str]
    may: ClassVar[tuple[Permission, ...]] = ()
    reach: ClassVar[int] = ONLY_GRANTED
    # Whether the role works with records of people: what is granted to its holder or unit counts only if so.
    sees_records: ClassVar[bool] = True
    # Professional roles must sign in with a second factor outside demo mode.
    professional: ClassVar[bool] = True


ROLES: dict[str, type[Role]] = {}


def _role(cls: type[Role]) -> type[Role]:
    ROLES[cls.code] = cls
    return cls


@_role
class Counsellor(Role):
    """Answers the hotline."""

    code = "counsellor"
    label = _("Hotline counsellor")
    does = _("Listens, advises, and passes on what must not wait. Sees own contacts and the reports entered.")
    may = (
        *EVERYONE,
        REPORT_ENTER,
        REPORT_READ,
        PERSON_SEARCH,
        CONTACT_WORK,
        INCIDENT_READ,
        INCIDENT_WORK,
        DOCUMENT_KEEP,
    )


@_role
class HotlineSupervisor(Role):
    """Stands behind the counsellors."""

    code = "hotline_supervisor"
    label = _("Hotline supervisor")
    does = _(
        "Stands behind the counsellors: sees the hotline's contacts, decides on lower levels and on callers who left."
    )
    may = (
        *EVERYONE,
        REPORT_ENTER,
        REPORT_READ,
        PERSON_SEARCH,
        CONTACT_WORK,
        CONTACT_OVERSEE,
        CONTACT_REVIEW,
        INCIDENT_READ,
        INCIDENT_WORK,
        DOCUMENT_KEEP,
        DOCUMENT_RELEASE,
        RETENTION_DECIDE,
        HOTLINE_FIGURES,
    )
    reach = SENSITIVE


@_role
class DutyOfficer(Role):
    """Screens reports."""

    code = "duty_officer"
    label = _("Duty officer")
    does = _("Judges the urgency of each report, screens it in or out and sends it to a worker.")
    may = (
        *EVERYONE,
        *CASEWORK,
        REPORT_ENTER,
        REPORT_SCREEN,
        INCIDENT_READ,
        DOCUMENT_RELEASE,
        CASE_ASSIGN,
        EMERGENCY_WORK,
        APPEAL_WRITE,
        REGISTER_READ,
        OVERDUE_READ,
        BREAKGLASS_USE,
    )
    reach = SENSITIVE


@_role
class SocialWorker(Role):
    """Works with children and families."""

    code = "social_worker"
    label = _("Social worker")
    does = _("Visits, assesses, plans and stays with the child until safe. Sees the cases assigned to them.")
    may = (
        *EVERYONE,
        *CASEWORK,
        REPORT_ENTER,
        DOCUMENT_KEEP,
        DOCUMENT_GUARDED,
        CASE_WORK,
        CASE_TRANSFER,
        EMERGENCY_WORK,
        APPEAL_WRITE,
        PERSON_WRITE,
        BREAKGLASS_USE,
    )


@_role
class Supervisor(Role):
    """Approves and supports."""

    code = "supervisor"
    label = _("Supervisor")
    does = _("Assigns work, approves assessments, plans and closures, and sees what is late in the unit.")
    may = (
        *EVERYONE,
        *CASEWORK,
        *LEADING,
        REPORT_ENTER,
        REPORT_SCREEN,
        INCIDENT_READ,
        DOCUMENT_RELEASE,
        DOCUMENT_KEEP,
        DOCUMENT_GUARDED,
        CASE_WORK,
        EMERGENCY_WORK,
        PERSON_WRITE,
        IMPORT_PREPARE,
        IMPORT_APPROVE,
    )
    reach = SENSITIVE


@_role
class Registrar(Role):
    """Keeps the register of a unit."""

    code = "registrar"
    label = _("Registrar")
    does = _("Registers people and corrects their records; takes in lists from institutions for approval.")
    may = (
        *EVERYONE,
        PERSON_SEARCH,
        PERSON_READ,
        PERSON_WRITE,
        DOCUMENT_KEEP,
        REGISTER_READ,
        QUALITY_READ,
        IMPORT_PREPARE,
    )
    reach = NORMAL


@_role
class UnitManager(Role):
    """Heads a unit."""

    code = "manager"
    label = _("Manager of a unit")
    does = _("Answers for the unit: what climbs past a supervisor arrives here.")
    may = (
        *EVERYONE,
        *CASEWORK,
        *LEADING,
        DOCUMENT_GUARDED,
        FIGURES_READ,
        REGISTER_EXPORT,
        PERSON_JUDGE,
        MODEL_PUBLISH,
    )
    reach = SENSITIVE


@_role
class Adjudicator(Role):
    """Keeps one person one record."""

    code = "adjudicator"
    label = _("Adjudicator of records")
    does = _("Looks at records that may be one person, decides whether they are, and undoes what was wrong.")
    may = (*EVERYONE, PERSON_SEARCH, PERSON_READ, PERSON_JUDGE)
    reach = SENSITIVE


@_role
class CommissionMember(Role):
    """Sits on a children's-rights commission."""

    code = "commission_member"
    label = _("Commission member")
    does = _("Reads the cases put before the commission and takes part in its decisions.")
    may = (*EVERYONE, CASE_READ, REFERRAL_READ, PERSON_READ)


@_role
class ProviderStaff(Role):
    """Works for an organisation that gives services."""

    code = "provider_staff"
    label = _("Staff of a service provider")
    does = _("Answers referrals sent to their organisation and reports back. Sees only what was shared.")
    may = (*EVERYONE, REFERRAL_READ, REFERRAL_ANSWER, SERVICE_MANAGE, REPORT_ENTER)
    reach = NORMAL


@_role
class Coordinator(Role):
    """Coordinates a programme."""

    code = "coordinator"
    label = _("Coordinator")
    does = _("Follows measures and figures across bodies. Sees no personal records.")
    sees_records = False
    may = (*EVERYONE, FIGURES_READ, QUALITY_READ, HOTLINE_FIGURES)


@_role
class Analyst(Role):
    """Works with figures."""

    code = "analyst"
    label = _("Analyst")
    does = _("Works with figures that name nobody.")
    sees_records = False
    may = (*EVERYONE, FIGURES_READ, QUALITY_READ, HOTLINE_FIGURES)


@_role
class Methodologist(Role):
    """Writes questionnaires."""

    code = "methodologist"
    label = _("Methodologist")
    does = _(
        "Writes questionnaires as workbooks, brings them, and approves those of others. Sees no records."
    )
    sees_records = False
    may = (*EVERYONE, INSTRUMENT_EDIT)


@_role
class Auditor(Role):
    """Checks who looked at what."""

    code = "auditor"
    label = _("Auditor")
    does = _("Reads the audit: who saw and did what. Sees no content.")
    sees_records = False
    may = (*EVERYONE, AUDIT_READ, AUDIT_READERS, BREAKGLASS_REVIEW)


@_role
class Administrator(Role):
    """Keeps users and reference data."""

    code = "administrator"
    label = _("Administrator")
    does = _("Invites, moves, suspends and reviews users; keeps reference data. Sees no records of children.")
    sees_records = False
    may = (*EVERYONE, STAFF_MANAGE, UNIT_MANAGE, SETTINGS_MANAGE, AUDIT_READ, AUDIT_READERS)


def roles_with(permission: Permission) -> frozenset[str]:
    """Codes of the roles that hold a permission."""
    return frozenset(code for code, role in ROLES.items() if permission in role.may)


def listed(roles: Iterable[type[Role]]) -> str:
    """Codes of roles as SQL literals; never empty, so that `in (…)` stands."""
    return ", ".join(f"'{code}'" for code in sorted(role.code for role in roles)) or "''"
