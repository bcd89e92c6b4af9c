"""What may be done, each thing by a name CONTEXT_VERB. Which role may do it stands in `roles`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
SERVICE_APPLY = _p("service.apply", _("Take applications for social services"))
# proactive support
OUTREACH_WORK = _p("outreach.work", _("Work on leads for outreach: reach people, write down their yes or no"))
OUTREACH_READ = _p("outreach.read", _("See the rules of outreach and what they came to, without names"))
OUTREACH_RULES = _p("outreach.rules", _("Propose rules of outreach, and approve those of others"))
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
EMERGENCY_WORK = _p("emergency.work", _("Take a child to safety, look for a missing child"))
APPEAL_WRITE = _p("appeal.write", _("Write down complaints about decisions and conduct"))
APPEAL_DECIDE = _p("appeal.decide", _("Decide on complaints in whose matter one took no part"))
# those who work, and those who stand behind them
SUPERVISION_READ = _p("supervision.read", _("Read one's own supervision, and what it agreed on cases"))
SUPERVISION_HOLD = _p("supervision.hold", _("Hold supervision sessions, and see the loads of one's workers"))
FILE_AUDIT_READ = _p("fileaudit.read", _("Read the audits of one's case files and answer them"))
FILE_AUDIT = _p("fileaudit.work", _("Look through case files by the checklist, where one is independent"))
# meetings that decide together
MEETING_READ = _p("meeting.read", _("Take part in meetings: read what lies before them, and their tasks"))
COMMISSION_SIT = _p("commission.sit", _("Sit in a commission: declare conflicts of interest, vote"))
COMMISSION_KEEP = _p("commission.keep", _("Keep a commission: its members, sessions, agenda and minutes"))
DUTY_ANSWER = _p("duty.answer", _("Answer for the tasks that meetings give to one's organisation"))
DUTY_VERIFY = _p("duty.verify", _("Check whether an agency has done what a meeting asked of it"))
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
