"""Which panels make whose home."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import (
    CONTACT_WORK,
    REPORT_ENTER,
    ROLES,
    Adjudicator,
    Administrator,
    Analyst,
    Auditor,
    CommissionMember,
    CommissionSecretary,
    Coordinator,
    Counsellor,
    DutyOfficer,
    HotlineSupervisor,
    Methodologist,
    Permission,
    ProviderStaff,
    Registrar,
    Role,
    SocialWorker,
    Supervisor,
    UnitManager,
)
from himaya.desk.home import (
    deciding,
    documents,
    hotline,
    keeping,
    providing,
    questionnaires,
    reports,
    steering,
    work,
)
from himaya.desk.home.desk import Desk
from himaya.desk.home.figures import figures
from himaya.desk.home.panels import Panel, Words, my_tasks
from himaya.kit.shapes import HelpLine, NavItem
from himaya.reference.queries import help_numbers, when_to_call

Question = Callable[[Desk], Panel | list[Panel]]

PANELS: dict[type[Role], list[Question]] = {
    Counsellor: [hotline.waiting, hotline.contacts_open, hotline.calls_due, reports.entered_by_me, my_tasks],
    HotlineSupervisor: [hotline.waiting, hotline.contacts_open, hotline.calls_due, my_tasks],
    DutyOfficer: [reports.reports_waiting, steering.unassigned, my_tasks, steering.late_by_unit],
    SocialWorker: [
        work.to_accept,
        work.mine_due,
        work.visits,
        work.my_children,
        work.offers,
        my_tasks,
        documents.running_out,
    ],
    Supervisor: [
        steering.waiting_for_decision,
        reports.second_readings,
        steering.unassigned,
        steering.team,
        steering.openings_to_review,
        work.offers,
        my_tasks,
        documents.running_out,
    ],
    UnitManager: [
        steering.late_by_unit,
        steering.waiting_for_decision,
        steering.team,
        steering.unassigned,
        steering.openings_to_review,
        my_tasks,
    ],
    Adjudicator: [keeping.pairs_waiting, my_tasks],
    Methodologist: [questionnaires.forms_waiting, my_tasks],
    Registrar: [keeping.lists_under_way, my_tasks, documents.running_out],
    CommissionMember: [deciding.next_meetings, work.shared_with_me, my_tasks],
    CommissionSecretary: [deciding.put_before_us, deciding.next_meetings, my_tasks],
    ProviderStaff: [
        providing.referrals_waiting,
        deciding.tasks_given,
        providing.families_in_hand,
        providing.our_services,
        my_tasks,
    ],
    Coordinator: [figures],
    Analyst: [figures],
    Auditor: [steering.openings_to_review, keeping.audit_chain],
    Administrator: [
        keeping.rights_to_review,
        keeping.failed_jobs,
        keeping.audit_chain,
        keeping.values_to_verify,
    ],
}


# What people begin most often from here: (permission, words, page, icon).
LINKS: list[tuple[Permission, Words, str, str]] = [
    (CONTACT_WORK, gettext_lazy("Open the hotline"), "hotline:queue", "phone-incoming"),
    (REPORT_ENTER, gettext_lazy("Enter a report"), "cases:report-enter", "file-plus"),
]


def lines_for_help() -> list[HelpLine]:
    """The numbers to call at once, as the urgent panel takes them."""
    return [HelpLine(row.name, row.number, when_to_call(row)) for row in help_numbers(urgent=True)]


def links_of(user: User) -> list[NavItem]:
    """What this person may begin from here."""
    return [NavItem(words, reverse(page), icon) for p, words, page, icon in LINKS if user.can(p)]


def places_of(user: User) -> str:
    """In which units the user serves, and as what."""
    return "; ".join(f"{m.unit}: {ROLES[m.role].label}" for m in user.current_memberships if m.role in ROLES)


def home_of(user: User, group: str = "") -> list[Panel]:
    """The panels of every role the user holds, each once, in the order of the roles; those with nothing in them
    last. `group`: the vulnerable group of whose cases figures are told."""
    chosen: dict[Question, None] = {}
    for role, questions in PANELS.items():
        if user.has(role):
            chosen.update(dict.fromkeys(questions))
    desk = Desk(user, group)
    answers = [question(desk) for question in chosen]
    panels = [panel for answer in answers for panel in (answer if isinstance(answer, list) else [answer])]
    return sorted(panels, key=lambda panel: not (panel.lines or panel.cells))
