"""Reviews as their pages show them, ready for the components."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CONTACT_REVIEW
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.quality import rules
from himaya.hotline.quality.models import Review, Sheet
from himaya.hotline.quality.process import ReviewWork
from himaya.hotline.quality.queries import (
    LISTS,
    OVER,
    Agreed,
    contact_behind,
    counts,
    draw_of,
    sheets_of,
    third_person,
)
from himaya.hotline.quality.rules import Agreement, Rubric
from himaya.kit import clock
from himaya.kit.shapes import Alert, Chip, Crumb, NextAction, Tab
from himaya.reference.queries import label
from himaya.workflow.queries import due, next_actions, status_bar, story


def chips(review: Review) -> list[Chip]:
    """What one must see at a glance."""
    found = [Chip(ReviewWork.state_of(review).label), Chip(label("quality.why", review.why))]
    if review.passed is not None:
        words = _("Passed: %(percent)s %%") if review.passed else _("Not passed: %(percent)s %%")
        found.insert(0, Chip(words % {"percent": review.percent}, "good" if review.passed else "bad"))
    if review.double:
        found.append(Chip(_("Two scorers"), "", "users"))
    if review.is_sample:
        found.append(Chip(_("Sample"), "", "flask"))
    return found


def tabs(current: str, by: User) -> list[Tab]:
    """The lists of reviews. Who only listens has none that waits for a scorer."""
    names = {
        "waiting": _("To be reviewed"),
        "given": _("With the counsellor"),
        "disputed": _("Disagreed with"),
        OVER: _("Over"),
    }
    if not by.can(CONTACT_REVIEW):
        names = {"given": _("To be answered"), "disputed": names["disputed"], OVER: names[OVER]}
    many, page = counts(by), reverse("hotline:reviews")
    return [Tab(name, f"{page}?list={code}", code == current, many.get(code)) for code, name in names.items()]


def week_to_draw(by: User) -> dict[str, Any]:
    """The last whole week, and its draw where it was made."""
    monday = rules.last_week(clock.today())
    return {"monday": monday, "draw": draw_of(desk_of(by), monday)}


def crumbs(review: Review) -> list[Crumb]:
    """The way back."""
    return [
        Crumb(_("Quality"), reverse("hotline:reviews")),
        Crumb(review.reference, review.get_absolute_url()),
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One score of one sheet in words."""

    scorer: str
    level: str
    remark: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion and what each sheet says of it."""

    name: str
    weight: int
    critical: bool
    cells: list[Cell]


def title(sheet: Sheet) -> str:
    """Whose sheet it is, and whether it settles: alone, or as what both scorers hold."""
    if sheet.number < Sheet.SETTLING:
        return str(sheet.scorer)
    review = sheet.review
    together = sheet.scorer_id in {review.first_by_id, review.second_by_id}
    return f"{sheet.scorer}, {_('common score') if together else _('settles')}"


def lines(rubric: Rubric, sheets: list[Sheet]) -> list[Line]:
    """The table of a review: a line a criterion, a column a sheet."""
    told = [(title(sheet), {score.criterion: score for score in sheet.scores.all()}) for sheet in sheets]
    found = []
    for item in rubric.criteria:
        critical = rules.is_critical(item)
        cells = [
            Cell(who, label("quality.scale", s.level), s.remark, critical and s.points == 0)
            for who, scores in told
            if (s := scores.get(item.code))
        ]
        found.append(Line(item.name, rules.weight_of(item), critical, cells))
    return found


def actions(review: Review, behind: Any, by: User) -> list[NextAction]:
    """What may be done now, or why not. Who listened answers; the others do not."""
    found = [a for a in next_actions(ReviewWork, review, by) if a.url]
    if rules.may_answer(review, by):
        return [a for a in found if a.label == ReviewWork.agree.label]
    third, scored = third_person(review, behind), by.pk in {review.first_by_id, review.second_by_id}
    verdict = rules.may_score(review, behind, by, third=third)
    confirms = scored and bool(rules.may_confirm(review, by))
    # Who scored already writes a common score where nobody else is left, and settles alone nowhere.
    hidden = [ReviewWork.agree, ReviewWork.settle if scored and not third else ReviewWork.propose]
    hidden += [] if confirms else [ReviewWork.confirm]
    scoring = {move.label for move in (ReviewWork.score, ReviewWork.settle, ReviewWork.propose)}
    return [
        NextAction(a.label, blocked=[verdict.reason]) if a.label in scoring and not verdict else a
        for a in found
        if a.label not in {move.label for move in hidden}
    ]


def alerts(review: Review, sheets: list[Sheet], by: User) -> list[Alert]:
    """What one must know before reading on."""
    if review.status == ReviewWork.second.name:
        return [Alert(_("One sheet is done and sealed until the second is there."), "info")]
    if review.status == ReviewWork.common.name:
        words = _("%(name)s wrote a common score. It holds when the other scorer agrees to it.")
        return [Alert(words % {"name": review.settled_by}, "info")]
    if len(sheets) > 1:
        least = rules.number("hotline.quality.calibration")
        apart = rules.differences(sheets[0].scores.all(), sheets[1].scores.all(), least)
        if review.double and apart and by.can(CONTACT_REVIEW):
            words = _("The two scorers lie far apart on %(many)s criteria: talk it over.")
            return [Alert(words % {"many": len(apart)}, "watch", reverse("hotline:agreement"))]
    return []


def record_of(review: Review, by: User) -> dict[str, Any]:
    """The whole page of a review."""
    steps, sheets = ReviewWork.steps_of(review), sheets_of(review)
    rubric, behind = rules.rubric_on(review.rubric_on), contact_behind(review, by)
    return {
        "review": review,
        "behind": behind,
        "chips": chips(review),
        "alerts": alerts(review, sheets, by),
        "bar": status_bar(ReviewWork, review, steps),
        "actions": actions(review, behind, by),
        "clocks": [due(one) for one in ReviewWork.clocks_of(review)],
        "rubric": rubric,
        "sheets": [(sheet, title(sheet)) for sheet in sheets],
        "lines": lines(rubric, sheets),
        "moments": story(ReviewWork, steps),
        "crumbs": crumbs(review)[:1],
    }


def form_context(review: Review, form: Any, heading: str, **more: Any) -> dict[str, Any]:
    """A page with one form about a review."""
    return {
        "contact": review,
        "chips": chips(review),
        "crumbs": crumbs(review),
        "form": form,
        "heading": heading,
        **more,
    }


@dataclass(frozen=True, slots=True)
class Told:
    """Agreement on one criterion in words; few: too few pairs to tell."""

    name: str
    pairs: int
    percent: int | None
    kappa: str


def told(name: str, found: Agreement, least: int) -> Told:
    """Raw agreement, and kappa where there are pairs enough to tell."""
    if found.pairs < least:
        words = _("too few to tell")
    elif found.kappa is None:
        words = _("all scored alike")
    else:
        words = f"{found.kappa:.2f}".replace(".", ",")
    return Told(name, found.pairs, found.percent, words)


def agreement_context(found: Agreed) -> dict[str, Any]:
    """The page of agreement."""
    least = rules.number("hotline.quality.pairs")
    return {
        "found": found,
        "least": least,
        "points": rules.number("hotline.quality.calibration"),
        "whole": told(_("All criteria together"), found.whole, least),
        "rows": [told(label("quality.criterion", c), a, least) for c, a in found.criteria.items()],
        "crumbs": [Crumb(_("Quality"), reverse("hotline:reviews"))],
    }


def start_of(by: User) -> str:
    """The list that somebody sees first."""
    return next(iter(LISTS)) if by.can(CONTACT_REVIEW) else "given"
