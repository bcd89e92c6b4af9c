"""What the records of a case answer by themselves, each with where it is seen. Questions of the checklist name these by
their attribute `from`; what no record can answer is the auditor's alone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.cases.assessment.models import Assessment
from himaya.cases.casefile.models import Case
from himaya.cases.fileaudits.rules import MET, NOT_MET, PARTLY, Found, Kept, by_deadlines, by_share
from himaya.cases.plan.models import Goal, Plan
from himaya.cases.referrals.models import Referral
from himaya.cases.reviews.models import Review
from himaya.cases.supervision.models import SupervisionPoint
from himaya.cases.visits.models import Visit
from himaya.kit import clock
from himaya.kit.periods import add_months
from himaya.reference.queries import label, norm
from himaya.workflow.models import Clock

# As many of the last visits are looked at.
VISITS = 3


def evidence(case: Case) -> dict[str, Found]:
    """The answer of the records to every question they can answer. Queries do not grow with the case."""
    return {key: ask(case) for key, ask in SOURCES.items()}


def _page(case: Case, name: str) -> str:
    return reverse(f"cases:{name}", args=[case.public_id])


def _last_visits(case: Case) -> list[Visit]:
    rows = Visit.objects.filter(case=case, status=Visit.DONE, child_seen=True)
    return list(rows.order_by("-done_at", "-pk")[:VISITS])


def _seen_alone(case: Case) -> Found:
    visits = _last_visits(case)
    alone = [visit for visit in visits if visit.child_seen_alone]
    words = _("Of the last %(many)s visits the child was seen alone at %(good)s.")
    said = words % {"many": len(visits), "good": len(alone)}
    return Found(by_share(len(alone), len(visits)), said, _page(case, "case-visits"))


def _views(case: Case) -> Found:
    visits = _last_visits(case)
    heard = [visit for visit in visits if visit.child_words]
    words = _("Of the last %(many)s visits the child's own words stand in %(good)s.")
    said = words % {"many": len(visits), "good": len(heard)}
    return Found(MET if heard else NOT_MET, said, _page(case, "case-visits"))


def _deadline(name: str, page: str) -> Callable[[Case], Found]:
    def ask(case: Case) -> Found:
        rows = Clock.objects.filter(process="case", subject_id=case.pk, name=name).order_by("pk")
        kept = [Kept(row.state, row.due_at, row.ended_at) for row in rows]
        answer = by_deadlines(kept, clock.now())
        days = ", ".join(f"{clock.local(row.due_at):%d.%m.%Y}" for row in kept if row.state != "cancelled")
        words = _("Deadlines: %(days)s.") % {"days": days} if days else _("No deadline of this kind ran yet.")
        return Found(answer, words, _page(case, page))

    return ask


def _risk(case: Case) -> Found:
    looked = Assessment.objects.filter(case=case).values_list("approved_at", flat=True)
    held = Review.objects.filter(case=case).values_list("held_at", flat=True)
    last = max((at for at in (*looked, *held) if at is not None), default=None)
    if last is None:
        return Found(NOT_MET, _("Risk was never looked at again."), _page(case, "case-assessments"))
    words = _("Risk was last looked at on %(day)s.") % {"day": f"{clock.local(last):%d.%m.%Y}"}
    return Found(MET if _recent(last) else PARTLY, words, _page(case, "case-assessments"))


def _recent(moment: datetime) -> bool:
    today = clock.today()
    longest = int(norm("review.longest_interval", on=today).number)
    return moment >= clock.at(add_months(today, -longest))


def _ground(case: Case) -> Found:
    words = label("consent.ground", case.consent) or case.consent
    said = words or _("No consent and no legal ground is written down.")
    return Found(MET if case.consent else NOT_MET, said, case.get_absolute_url())


def _goals(case: Case) -> Found:
    rows = Goal.objects.filter(plan__case=case, plan__status="approved", removed_at__isnull=True)
    goals = list(rows)
    good = [goal for goal in goals if goal.indicator and goal.target]
    words = _("Goals of the plan in force: %(many)s; with an indicator and a target: %(good)s.")
    said = words % {"many": len(goals), "good": len(good)}
    return Found(by_share(len(good), len(goals)), said, _page(case, "case-plans"))


def _services(case: Case) -> Found:
    states = list(
        Referral.objects.filter(case=case, status__in=("sent", "accepted")).values_list("status", flat=True)
    )
    active = states.count("accepted")
    words = _("Referrals that run: %(many)s; accepted by the service: %(good)s.")
    said = words % {"many": len(states), "good": active}
    answer = MET if active else PARTLY if states else NOT_MET
    return Found(answer, said, _page(case, "case-referrals"))


def _oversight(case: Case) -> Found:
    read: int = Plan.objects.filter(case=case, approved_by__isnull=False).count()
    read += Assessment.objects.filter(case=case, approved_by__isnull=False).count()
    spoken = SupervisionPoint.objects.filter(case=case).count()
    words = _("Approved by a supervisor: %(read)s; agreed in supervision: %(spoken)s.")
    said = words % {"read": read, "spoken": spoken}
    return Found(by_share(bool(read) + bool(spoken), 2), said, case.get_absolute_url())


SOURCES: dict[str, Callable[[Any], Found]] = {
    "seen_alone": _seen_alone,
    "views": _views,
    "assessment": _deadline("assessment", "case-assessments"),
    "risk": _risk,
    "ground": _ground,
    "goals": _goals,
    "services": _services,
    "visits": _deadline("visit", "case-visits"),
    "oversight": _oversight,
    "review": _deadline("review", "case-reviews"),
}
