"""One person's work as read once for all panels of their home, so that a home asks few questions."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from himaya.access.models import User
from himaya.access.protection.actor import require_actor
from himaya.access.roles import Supervisor, UnitManager
from himaya.cases.models import Case
from himaya.cases.queries import Face, Hands, faces_of, hands
from himaya.workflow.models import Clock
from himaya.workflow.queries import find_subjects

OVER = ("closed", "merged")
MOST = 200


class Desk:
    """What lies on a person's desk. The database shows what this person may see and nothing else."""

    def __init__(self, user: User, group: str = "") -> None:
        """`group`: the vulnerable group by which figures are narrowed; empty: by none."""
        require_actor(user)
        self.user, self.group = user, group
        self._faces: dict[int, list[Face]] = {}
        self._known: dict[int, Case] = {}

    @cached_property
    def my_cases(self) -> list[Case]:
        """Open cases that are mine or were offered to me."""
        rows = Case.objects.filter(worker=self.user).exclude(status__in=OVER).order_by("reported_at")
        return self.know(rows[:MOST])

    @cached_property
    def my_clocks(self) -> list[Clock]:
        """What I must meet, nearest first."""
        return list(Clock.objects.filter(state=Clock.RUNNING, holder=self.user).order_by("due_at")[:MOST])

    @cached_property
    def decisions(self) -> list[Clock]:
        """What supervisors and managers must meet and nobody holds by name, nearest first."""
        rows = Clock.objects.filter(
            state=Clock.RUNNING, holder__isnull=True, role__in=[Supervisor.code, UnitManager.code]
        )
        return list(rows.order_by("due_at")[:MOST])

    @cached_property
    def hands(self) -> list[Hands]:
        """The workers whose work this person shares out."""
        return hands(self.user)

    def know(self, cases: Iterable[Case]) -> list[Case]:
        """Remembers cases, so that they are not asked for again."""
        found = list(cases)
        self._known |= {c.pk: c for c in found}
        return found

    def faces(self, cases: Iterable[Case]) -> dict[int, list[Face]]:
        """Who the cases are about, by case; each case is asked about once."""
        new = [c for c in cases if c.pk not in self._faces]
        if new:
            told = faces_of(new)
            self._faces |= {c.pk: told.get(c.pk, []) for c in new}
        return self._faces

    def subjects(self, clocks: list[Clock]) -> dict[tuple[str, int], Any]:
        """The records of which clocks speak; cases known already are not asked for."""
        pairs = {(c.process, c.subject_id) for c in clocks}
        known = {("case", pk): case for pk, case in self._known.items() if ("case", pk) in pairs}
        found = find_subjects(pairs - set(known))
        self.know(s for s in found.values() if isinstance(s, Case))
        return {**known, **found}

    def cases_behind(self, subjects: Iterable[Any]) -> dict[int, Case]:
        """The cases to which these records belong, or which they are."""
        keys = (s.pk if isinstance(s, Case) else getattr(s, "case_id", None) for s in subjects)
        wanted = {int(key) for key in keys if key}
        missing = wanted - set(self._known)
        if missing:
            self.know(Case.objects.filter(pk__in=missing))
        return {pk: self._known[pk] for pk in wanted if pk in self._known}
