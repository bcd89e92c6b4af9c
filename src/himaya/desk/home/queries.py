"""Which panels make whose home."""

from collections.abc import Callable

from himaya.access.models import User
from himaya.access.roles import (
    Administrator,
    CommissionMember,
    Counsellor,
    DutyOfficer,
    ProviderStaff,
    Role,
    SocialWorker,
    Supervisor,
    UnitManager,
)
from himaya.desk.home import panels, steering
from himaya.desk.home.panels import Panel

PANELS: dict[type[Role], list[Callable[[User], Panel]]] = {
    Counsellor: [panels.entered_by_me, panels.my_tasks],
    DutyOfficer: [panels.reports_waiting, panels.unassigned, panels.my_tasks, panels.late_by_worker],
    SocialWorker: [panels.to_accept, panels.mine_due, panels.my_children, panels.my_tasks],
    Supervisor: [
        panels.waiting_for_decision,
        panels.late_by_worker,
        panels.unassigned,
        panels.caseload,
        panels.my_tasks,
    ],
    UnitManager: [panels.late_by_worker, panels.waiting_for_decision, panels.caseload, panels.my_tasks],
    CommissionMember: [steering.shared_with_me, panels.my_tasks],
    ProviderStaff: [panels.referrals_waiting, panels.my_tasks],
    Administrator: [steering.failed_jobs],
}


def home_of(user: User) -> list[Panel]:
    """The panels of every role the user holds, each once, in the order of the roles."""
    chosen: dict[Callable[[User], Panel], None] = {}
    for role, found in PANELS.items():
        if user.has(role):
            chosen.update(dict.fromkeys(found))
    return [panel(user) for panel in chosen]
