"""Roles and permissions: who does what, in words an official can check. `docs/roles.md` is made from this.

A permission is named CONTEXT_VERB. A role is a class: its plain description, what it may do, and its
*reach*: how far it sees among the records of its unit and the units below it.
"""

from collections.abc import Iterable
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from himaya.access.permissions import *

# Sensitivity of a record, lowest first (domain: normal, sensitive, sealed).
NORMAL, SENSITIVE, SEALED = 0, 1, 2
# Reach of a role that sees only what is granted to its holder by name.
ONLY_GRANTED = -1


EVERYONE = (DESK_USE,)
CASEWORK = (
    REPORT_READ,
    CASE_READ,
    REFERRAL_READ,
    PERSON_SEARCH,
    PERSON_READ,
    MEETING_READ,
    DUTY_VERIFY,
)


# Who leads a unit: its supervisors and its manager.
LEADING = (
    REPORT_APPROVE,
    CASE_ASSIGN,
    CASE_APPROVE,
    CASE_TRANSFER,
    APPEAL_WRITE,
    APPEAL_DECIDE,
    PERSON_GIVE,
    RETENTION_DECIDE,
    REGISTER_READ,
    QUALITY_READ,
    OVERDUE_READ,
    BREAKGLASS_USE,
    BREAKGLASS_REVIEW,
    AUDIT_READERS,
    SUPERVISION_READ,
    SUPERVISION_HOLD,
    FILE_AUDIT_READ,
    FILE_AUDIT,
    OUTREACH_WORK,
    OUTREACH_READ,
)


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
        SERVICE_APPLY,
        OUTREACH_WORK,
        REGISTER_READ,
        OVERDUE_READ,
        BREAKGLASS_USE,
        EMERGENCY_WORK,
        APPEAL_WRITE,
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
        SERVICE_APPLY,
        OUTREACH_WORK,
        PERSON_WRITE,
        BREAKGLASS_USE,
        EMERGENCY_WORK,
        APPEAL_WRITE,
        SUPERVISION_READ,
        FILE_AUDIT_READ,
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
        SERVICE_APPLY,
        PERSON_WRITE,
        IMPORT_PREPARE,
        IMPORT_APPROVE,
        EMERGENCY_WORK,
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
        COMMISSION_KEEP,
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
    may = (*EVERYONE, CASE_READ, REFERRAL_READ, PERSON_READ, MEETING_READ, COMMISSION_SIT)


@_role
class CommissionSecretary(Role):
    """Keeps the papers of a commission."""

    code = "commission_secretary"
    label = _("Secretary of a commission")
    does = _(
        "Prepares the sessions of a commission, invites, keeps the minutes and checks that what was decided is done. "
        "Sees of a case only what is laid before the commission."
    )
    may = (*EVERYONE, CASE_READ, MEETING_READ, COMMISSION_SIT, COMMISSION_KEEP, DUTY_VERIFY)


@_role
class ProviderStaff(Role):
    """Works for an organisation that gives services."""

    code = "provider_staff"
    label = _("Staff of a service provider")
    does = _("Answers referrals sent to their organisation and reports back. Sees only what was shared.")
    may = (
        *EVERYONE,
        REFERRAL_READ,
        REFERRAL_ANSWER,
        SERVICE_MANAGE,
        REPORT_ENTER,
        MEETING_READ,
        DUTY_ANSWER,
    )
    reach = NORMAL


@_role
class Coordinator(Role):
    """Coordinates a programme."""

    code = "coordinator"
    label = _("Coordinator")
    does = _("Follows measures and figures across bodies. Sees no personal records.")
    sees_records = False
    may = (*EVERYONE, FIGURES_READ, QUALITY_READ, HOTLINE_FIGURES, OUTREACH_READ, OUTREACH_RULES)


@_role
class Analyst(Role):
    """Works with figures."""

    code = "analyst"
    label = _("Analyst")
    does = _("Works with figures that name nobody.")
    sees_records = False
    may = (*EVERYONE, FIGURES_READ, QUALITY_READ, HOTLINE_FIGURES, OUTREACH_READ)


@_role
class Methodologist(Role):
    """Writes questionnaires."""

    code = "methodologist"
    label = _("Methodologist")
    does = _(
        "Writes questionnaires as workbooks, brings them, and approves those of others. Sees no records."
    )
    sees_records = False
    may = (*EVERYONE, INSTRUMENT_EDIT, OUTREACH_READ, OUTREACH_RULES)


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
