"""Reviews as screens need them, and how well the scorers agree."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from himaya.access.models import Unit
from himaya.access.queries import nearest_to
from himaya.access.roles import HotlineSupervisor
from himaya.hotline.contacts.models import Contact
from himaya.hotline.quality import rules
from himaya.hotline.quality.models import Draw, Review, Score, Sheet
from himaya.hotline.quality.rules import Agreement, Pair
from himaya.kit import clock
from himaya.kit.clock import BAKU

WAITING, GIVEN, DISPUTED, OVER = "waiting", "given", "disputed", "over"
LISTS = {
    WAITING: ("drawn", "second"),
    GIVEN: ("shared",),
    DISPUTED: ("disputed", "common"),
    OVER: ("agreed", "settled", "dropped"),
}
# Conversations that are over: what is only called back after is finished as a conversation.
FINISHED = ("follow_up", "closed")
# Agreement is told of the last year.
LOOKED_AT = timedelta(days=365)


def listed(which: str, by: Any) -> QuerySet[Review]:
    """One of the lists, as far as somebody sees it, the latest first."""
    rows = Review.objects.visible_to(by).filter(status__in=LISTS[which])
    return rows.select_related("counsellor", "first_by", "second_by").order_by("-pk")


def counts(by: Any) -> dict[str, int]:
    """How many stand in each list that wants something."""
    wanted = [*LISTS[WAITING], *LISTS[GIVEN], *LISTS[DISPUTED]]
    rows = Review.objects.visible_to(by).filter(status__in=wanted).order_by().values_list("status")
    found = dict(rows.annotate(many=Count("pk")))
    return {
        which: sum(found.get(one, 0) for one in states) for which, states in LISTS.items() if which != OVER
    }


def contact_behind(review: Review, by: Any) -> Contact | None:
    """The contact of a review, where it is still open to the reader."""
    rows = Contact.objects.visible_to(by).select_related("dossier__unit")
    found: Contact | None = rows.filter(pk=review.contact_id).first()
    return found


def contact_key(review: Review) -> str:
    """The public id of the contact of a review; none where the contact is not open to the reader."""
    key = Contact.objects.filter(pk=review.contact_id).values_list("public_id", flat=True).first()
    return str(key or "")


def sheets_of(review: Review) -> list[Sheet]:
    """The sheets of a review that its reader may see, in their order, with their scores. Of several common scores that
    were proposed, the last."""
    rows = Sheet.objects.filter(review=review).select_related("scorer", "dossier", "review")
    found = list(rows.prefetch_related("scores").order_by("number"))
    settling = [sheet for sheet in found if sheet.number >= Sheet.SETTLING]
    return [sheet for sheet in found if sheet.number < Sheet.SETTLING] + settling[-1:]


def next_settling(review: Review) -> int:
    """The number of the next sheet that settles."""
    return Sheet.SETTLING + Sheet.objects.filter(review=review, number__gte=Sheet.SETTLING).count()


def third_person(review: Review, contact: Contact | None) -> bool:
    """Whether somebody is left to settle a disagreement: a supervisor nearest to the contact, not walled off from it, who
    neither scored nor heard it. Asked only where a disagreement waits."""
    if contact is None or not rules.is_disputed(review):
        return True
    part = {review.first_by_id, review.second_by_id, review.counsellor_id}
    part |= {contact.counsellor_id, contact.entered_by_id}
    return any(one.pk not in part for one in nearest_to(HotlineSupervisor, contact.dossier))


def finished_in(unit: Unit, monday: date) -> list[Contact]:
    """The counselling contacts of a hotline that came in a week and were finished; not those forgotten already."""
    begins = datetime.combine(monday, time(0), BAKU)
    rows = Contact.objects.filter(
        dossier__unit=unit,
        status__in=FINISHED,
        arrived_at__gte=begins,
        arrived_at__lt=begins + rules.A_WEEK,
        forgotten_on__isnull=True,
    )
    return list(rows.select_related("counsellor", "dossier__unit").order_by("pk"))


def reviewed_already(contacts: list[Contact]) -> set[int]:
    """Which of these contacts are under review or were."""
    return set(Review.objects.filter(contact__in=contacts).values_list("contact_id", flat=True))


def draw_of(unit: Unit, monday: date) -> Draw | None:
    """The draw of a week, if it was made."""
    return Draw.objects.filter(unit=unit, monday=monday).select_related("drawn_by").first()


@dataclass(frozen=True, slots=True)
class Apart:
    """A criterion on which two scorers lay far apart."""

    review: Review
    criterion: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """Agreement of the scorers of a year: of everything together, by criterion, and where they lay far apart."""

    since: date
    reviews: int
    whole: Agreement
    criteria: dict[str, Agreement]
    apart: list[Apart]


def agreed(by: Any, now: datetime) -> Agreed:
    """How well the scorers of the last year agree, over the contacts that two scored blind. A criterion that either found
    not to apply makes no pair. Two questions, however many reviews."""
    since = now - LOOKED_AT
    reviews = Review.objects.visible_to(by).filter(double=True, shared_at__gte=since)
    scored = Score.objects.filter(
        sheet__number__in=(Sheet.FIRST, Sheet.SECOND), sheet__review__in=reviews
    ).order_by("sheet__review_id", "sheet__number", "pk")
    sheets: dict[int, dict[int, list[Score]]] = defaultdict(lambda: defaultdict(list))
    for score in scored.select_related("sheet"):
        sheets[score.sheet.review_id][score.sheet.number].append(score)
    least = rules.number("hotline.quality.calibration")
    pairs: dict[str, list[Pair]] = defaultdict(list)
    apart = []
    by_key = {review.pk: review for review in reviews.order_by("-pk")}
    for key, review in by_key.items():
        first, second = sheets[key][Sheet.FIRST], sheets[key][Sheet.SECOND]
        for criterion, pair in _pairs(first, second):
            pairs[criterion].append(pair)
        for one, other in rules.differences(first, second, least):
            apart.append(Apart(review, one.criterion, one.level, other.level))
    return Agreed(
        clock.local(since).date(),
        len(by_key),
        rules.agreement([pair for found in pairs.values() for pair in found]),
        {criterion: rules.agreement(found) for criterion, found in pairs.items()},
        apart,
    )


def _pairs(first: list[Score], second: list[Score]) -> list[tuple[str, Pair]]:
    other = {score.criterion: score.points for score in second}
    found = []
    for score in first:
        points = other.get(score.criterion)
        if score.points is not None and points is not None:
            found.append((score.criterion, (score.points, points)))
    return found
