"""What the registration adds to a case: its people, and the way to find them."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_ASSIGN, CASE_READ, CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import known_elsewhere
from himaya.cases.casefile.rules import subject_is_registered
from himaya.cases.casefile.story import actions, alerts, clocks_on, part
from himaya.kit.shapes import Alert, NextAction
from himaya.workflow.models import Clock
from himaya.workflow.queries import due

part("people", gettext_lazy("People"), page="cases:case-people", order=10, permission=CASE_READ)


@alerts
def known_before(case: Case, user: User) -> Iterable[Alert]:
    """The same child has another case: an open one is worked on together, a closed one is reopened rather."""
    for other in known_elsewhere(case):
        words = {"number": other.reference, "state": CaseWork.state_of(other).label}
        said = _("There is another case about the same person, № %(number)s: %(state)s.") % words
        yield Alert(said, "info", other.get_absolute_url())


@actions
def go_on_there(case: Case, user: User) -> Iterable[NextAction]:
    """The child has another case: who shares out work may let this one go on there."""
    early = {s.name for s in CaseWork.join.sources}
    if case.status in early and user.can(CASE_ASSIGN) and known_elsewhere(case):
        yield NextAction(_("Go on in an earlier case"), reverse("cases:case-join", args=[case.public_id]))


@actions
def find_the_child(case: Case, user: User) -> Iterable[NextAction]:
    """A case without its child: find or register them, before anything else."""
    if case.status != CaseWork.accepted.name or not user.can(CASE_WORK) or subject_is_registered(case, {}):
        return
    running = (c for c in clocks_on(case) if c.name == "registration" and c.state == Clock.RUNNING)
    waiting = next(running, None)
    yield NextAction(
        CaseWork.of_record(case).find,
        reverse("cases:case-register", args=[case.public_id]),
        due=due(waiting) if waiting else None,
        primary=True,
    )
