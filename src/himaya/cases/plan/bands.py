"""The plan drawn: a band for each who does something, its actions from when until when; and what it lacks, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from himaya.cases.plan.copies import who_does
from himaya.cases.plan.coverage import Stretch, doubles, gaps
from himaya.cases.plan.models import Plan
from himaya.cases.plan.queries import GoalLine
from himaya.kit import clock
from himaya.kit.charts import Band, bands_over_time
from himaya.kit.drawing import Drawing
from himaya.reference.queries import label, norm

OVER = {"done", "not_done", "dropped"}


@dataclass(frozen=True, slots=True)
class Bands:
    """The picture (None: nothing to draw), and what stands against the plan in words."""

    drawing: Drawing | None = None
    warnings: list[str] = field(default_factory=list)


def bands_of(plan: Plan, lines: Sequence[GoalLine]) -> Bands:
    """From what the page has read already: no question of its own."""
    found = [
        Stretch(
            who_does(action.row), action.row.text, action.row.starts_on, action.row.due_on, action.row.state in OVER,
            action.row.service_id,
        )
        for goal in lines
        for action in goal.actions
    ]  # fmt: skip
    if not found:
        return Bands()
    bands = [
        Band(
            s.who,
            s.since,
            s.until,
            f"{s.what}: {s.since:%d.%m.%Y}–{s.until:%d.%m.%Y}",
            "over" if s.is_over else "",
        )
        for s in sorted(found, key=lambda s: (s.who, s.since))
    ]
    drawing = bands_over_time(
        f"plan-{plan.number}",
        bands,
        clock.today(),
        _("Who does what, over time"),
        _("A band for each who does something; the same stands in the list of goals."),
    )
    return Bands(drawing, [*_gaps(plan, found), *_doubles(found)])


def _gaps(plan: Plan, found: Sequence[Stretch]) -> list[str]:
    longest = int(norm("plan.lapse", on=clock.today(), territory=plan.case.territory).number)
    words = _("Nothing is planned from %(first)s to %(last)s.")
    return [words % {"first": f"{a:%d.%m.%Y}", "last": f"{b:%d.%m.%Y}"} for a, b in gaps(found, longest)]


def _doubles(found: Sequence[Stretch]) -> list[str]:
    words = _(
        "%(who)s has two actions on the same days: “%(one)s” and “%(other)s”. Is one thing ordered twice?"
    )
    return [words % {"who": a.who, "one": a.what, "other": b.what} for a, b in doubles(found)]


def by_strand(lines: Sequence[GoalLine]) -> list[tuple[str, int, int]]:
    """The strands of the plan that hold goals: name, how many goals, how many of them are reached."""
    counted: dict[str, list[int]] = {}
    for goal in lines:
        many = counted.setdefault(goal.row.strand, [0, 0])
        many[0] += 1
        many[1] += goal.row.outcome == "met"
    return [(label("plan.strand", code), *many) for code, many in sorted(counted.items()) if code]  # type: ignore[misc]  # two numbers each
