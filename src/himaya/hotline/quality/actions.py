"""Drawing, picking, scoring, answering and settling."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import grant, move_dossier, open_dossier
from himaya.access.gate import action, require_version
from himaya.access.models import Dossier, Unit, User
from himaya.access.roles import CONTACT_REVIEW, CONTACT_WORK, SEALED, SENSITIVE
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.quality import rules
from himaya.hotline.quality.doors import open_first_sheet
from himaya.hotline.quality.models import Draw, Review, Score, Sheet
from himaya.hotline.quality.process import ReviewWork
from himaya.hotline.quality.queries import (
    FINISHED,
    contact_behind,
    draw_of,
    finished_in,
    next_settling,
    reviewed_already,
    sheets_of,
    third_person,
)
from himaya.kit import clock
from himaya.kit.errors import Refused

GROUND = "quality"


@action(CONTACT_REVIEW)
def draw_last_week(*, by: User) -> Draw:
    """Draws the last whole week of the supervisor's hotline, where the night has not."""
    return draw_week(unit=desk_of(by), monday=rules.last_week(clock.today()), by=by)


def draw_week(*, unit: Unit, monday: date, by: Any) -> Draw:
    """Takes contacts of a week for review: of each counsellor so many by lot, and every one at the levels that are always
    reviewed; of those drawn by lot a share is scored twice. Once a week for each hotline. Part of the action of a
    supervisor, and of the night's job."""
    if draw_of(unit, monday) is not None:
        raise Refused(_("This week was drawn already."))
    finished = {contact.public_id: contact for contact in finished_in(unit, monday)}
    known = reviewed_already(list(finished.values()))
    free = {key: contact for key, contact in finished.items() if contact.pk not in known}
    each, share = rules.number("hotline.quality.sample"), rules.number("hotline.quality.double")
    drawn = rules.sample(monday, {key: contact.counsellor_id for key, contact in free.items()}, each)
    twice = rules.doubled(drawn, share)
    for key in drawn:
        _take(free[key], rules.DRAWN, by, double=key in twice)
    grave = [c for key, c in free.items() if key not in drawn and _is_grave(c)]
    for contact in grave:
        _take(contact, rules.HEAVY, by)
    return Draw.objects.create(
        unit=unit,
        monday=monday,
        drawn_at=clock.now(),
        drawn_by=by if isinstance(by, User) else None,
        each=each,
        double=share,
        finished=len(finished),
        taken=len(drawn) + len(grave),
    )


def _is_grave(contact: Contact) -> bool:
    return rules.always_reviewed(contact.risk, clock.local(contact.arrived_at).date())


def _take(contact: Contact, why: str, by: Any, *, double: bool = False, picked_for: str = "") -> Review:
    review = Review(
        contact=contact,
        counsellor=contact.counsellor,
        why=why,
        picked_for=picked_for,
        double=double,
        rubric_on=clock.local(contact.arrived_at).date(),
        is_sample=contact.is_sample,
    )
    review.dossier = open_dossier(kind="contact_review", unit=contact.dossier.unit, sensitivity=SENSITIVE)
    ReviewWork.begin(review, ReviewWork.draw, by=by)
    return review


@action(CONTACT_REVIEW, on="contact")
def pick_contact(*, contact: Contact, picked_for: str, by: User, double: bool = False) -> Review:
    """Takes a finished contact for review by hand, with the reason; `double`: two score it."""
    if contact.status not in FINISHED or contact.forgotten_on is not None:
        raise Refused(_("Only a finished counselling contact is reviewed."))
    if Review.objects.filter(contact=contact).exists():
        raise Refused(_("This contact is under review already, or was."))
    if contact.counsellor_id == by.pk:
        raise Refused(_("Nobody reviews their own contacts."))
    return _take(contact, rules.PICKED, by, double=double, picked_for=picked_for)


def hold(review: Review, expected: int | None = None) -> Review:
    """The review as it is now, held until the transaction ends."""
    rows = Review.objects.select_for_update(of=("self",))
    people = ("counsellor", "first_by", "second_by", "settled_by")
    held = rows.select_related(*people, "dossier__unit").get(pk=review.pk)
    require_version(held, expected)
    return held


@action(CONTACT_REVIEW, on="review")
def score_review(
    *,
    review: Review,
    levels: Mapping[str, str],
    by: User,
    remarks: Mapping[str, str] | None = None,
    remark: str = "",
    expected: int | None = None,
) -> Sheet:
    """Scores a contact by the rubric of its day. Of two scorers the first's sheet lies sealed until the second is done;
    then, or at once where one scores, the review goes to who listened. A disagreement is settled by scoring anew: what
    this third person finds holds. Where no third person is left, one of the two scorers writes what both hold now, and
    it holds when the other agrees (`confirm_common`)."""
    held = hold(review, expected)
    behind = contact_behind(held, by)
    if not (verdict := rules.may_score(held, behind, by, third=third_person(held, behind))):
        raise Refused(verdict.reason)
    rubric = rules.rubric_on(held.rubric_on)
    if not (verdict := rules.is_whole(levels, rubric)):
        raise Refused(verdict.reason)
    number = _number(held)
    blind = number == Sheet.FIRST and held.double
    sheet = _write_sheet(held, number, levels, remarks or {}, remark, by, blind=blind)
    if blind:
        held.first_by = by
        held.save()
        ReviewWork.move(held, ReviewWork.score_first, by=by)
        return sheet
    if number == Sheet.SECOND:
        _unseal_first(held)
    if by.pk in {held.first_by_id, held.second_by_id}:
        held.settled_by = by
        held.save()
        ReviewWork.move(held, ReviewWork.propose, by=by)
        return sheet
    _give(held, sheet, by)
    return sheet


def _number(review: Review) -> int:
    """Which sheet is due where a review stands."""
    if rules.is_disputed(review):
        return next_settling(review)
    due = {"drawn": Sheet.FIRST, "second": Sheet.SECOND}
    if review.status not in due:
        raise Refused(_("This review was scored already."))
    return due[review.status]


def _write_sheet(
    review: Review,
    number: int,
    levels: Mapping[str, str],
    remarks: Mapping[str, str],
    remark: str,
    by: User,
    *,
    blind: bool,
) -> Sheet:
    rubric = rules.rubric_on(review.rubric_on)
    result = rules.result_of(levels, rubric)
    dossier = open_dossier(kind="sheet", unit=review.dossier.unit, sensitivity=SEALED if blind else SENSITIVE)
    grant(dossier=dossier, user=by, ground=GROUND, by=by, first=True)
    sheet = Sheet.objects.create(
        dossier=dossier,
        review=review,
        number=number,
        scorer=by,
        done_at=clock.now(),
        percent=result.percent,
        passed=result.passed,
        remark=remark,
    )
    Score.objects.bulk_create(_scores(sheet, rubric, levels, remarks))
    return sheet


def _scores(
    sheet: Sheet, rubric: rules.Rubric, levels: Mapping[str, str], remarks: Mapping[str, str]
) -> Iterable[Score]:
    for criterion in rubric.criteria:
        level = rubric.level(levels[criterion.code])
        yield Score(
            dossier=sheet.dossier,
            sheet=sheet,
            criterion=criterion.code,
            level=levels[criterion.code],
            points=rules.points_of(level) if level else None,
            remark=remarks.get(criterion.code, ""),
        )


def _unseal_first(review: Review) -> None:
    """The first sheet is opened to the hotline's supervisors, now that the second is there."""
    dossier = Dossier.objects.select_related("unit").get(pk=open_first_sheet(review.pk))
    move_dossier(dossier=dossier, unit=dossier.unit, sensitivity=SENSITIVE)


def _give(review: Review, sheet: Sheet, by: User) -> None:
    """The result that holds; the review goes to who listened, with its sheets."""
    sheets = sheets_of(review)
    review.percent, review.passed = rules.together(sheets)
    move = ReviewWork.score
    if sheet.number >= Sheet.SETTLING:
        review.settled_by = sheet.scorer
        move = ReviewWork.settle if sheet.scorer == by else ReviewWork.confirm
    else:
        review.shared_at = clock.now()
        setattr(review, "first_by" if sheet.number == Sheet.FIRST else "second_by", by)
    for dossier in [review.dossier, *(one.dossier for one in sheets)]:
        grant(dossier=dossier, user=review.counsellor, ground=GROUND, by=by)
    review.save()
    ReviewWork.move(review, move, by=by)


@action(CONTACT_REVIEW, on="review")
def confirm_common(*, review: Review, by: User, expected: int | None = None) -> Review:
    """The other of the two scorers agrees to the common score, which then holds. Who does not agree writes another
    (`score_review`), and the first answers that."""
    held = hold(review, expected)
    if not (verdict := rules.may_confirm(held, by)):
        raise Refused(verdict.reason)
    held.settled_with = by
    _give(held, sheets_of(held)[-1], by)
    return held


@action(CONTACT_WORK, on="review")
def answer_review(
    *, review: Review, agrees: bool, by: User, answer: str = "", expected: int | None = None
) -> Review:
    """Who listened has read the review, and agrees or not; who disagrees says why, and somebody else settles it."""
    held = hold(review, expected)
    if not (verdict := rules.may_answer(held, by)):
        raise Refused(verdict.reason)
    if not agrees and not answer:
        raise Refused(_("Say with what you disagree."), field="answer")
    held.answer, held.answered_at = answer, clock.now()
    held.save()
    ReviewWork.move(held, ReviewWork.agree if agrees else ReviewWork.disagree, by=by)
    return held


@action(CONTACT_REVIEW, on="review")
def drop_review(*, review: Review, reason: str, by: User, expected: int | None = None) -> Review:
    """A contact that cannot be reviewed, for a coded reason; never one's own."""
    held = hold(review, expected)
    if held.counsellor_id == by.pk:
        raise Refused(_("Another person decides on your own contact."))
    ReviewWork.move(held, ReviewWork.drop, by=by, reason=reason)
    return held
