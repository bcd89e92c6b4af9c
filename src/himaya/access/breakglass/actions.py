"""Breaking the glass, and looking at it afterwards."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from himaya.access.audit.actions import record
from himaya.access.breakglass import signals
from himaya.access.breakglass.models import Opening
from himaya.access.breakglass.rules import may_review
from himaya.access.gate import action
from himaya.access.roles import BREAKGLASS_REVIEW, BREAKGLASS_USE
from himaya.access.users.models import User
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.ids import new_public_id
from himaya.reference.queries import norm


@dataclass(frozen=True)
class Answer:
    """Whether the record is open now. Sealed, walled off and not there look the same to the asker."""

    is_open: bool


@action(BREAKGLASS_USE)
def break_glass(*, dossier_id: int, reason: str, words: str, by: User) -> Answer:
    """Opens a record for the norm's time (`breakglass.length`), tells its supervisors, and leaves a review to do.

    Refuses nothing by an exception: the try itself must stay in the audit. Raises Refused only when this person
    opened too many records today."""
    hours = norm("breakglass.length", on=clock.today())
    public_id = new_public_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "select outcome, opening, unit from access_break_glass(%s, %s, %s, %s, %s)",
            [dossier_id, reason, words, public_id, float(hours.number)],
        )
        outcome, opening_id, unit_id = cursor.fetchone()
    if outcome == "too_many":
        raise Refused(_("You opened too many records today. Call the unit that holds this one."))
    if opening_id is not None:
        record(by=by, verb=f"breakglass.{outcome}", dossier_id=dossier_id, reason=reason)
        news = signals.opened if outcome == Opening.OPENED else signals.refused
        news.send(sender=Opening, opening_id=opening_id, public_id=public_id, unit_id=unit_id, by=by)
    return Answer(outcome in {"open", Opening.OPENED})


@action(BREAKGLASS_REVIEW)
def review_opening(*, opening: Opening, result: str, words: str, by: User) -> Opening:
    """Says whether the opening was justified (`access.review_result`)."""
    if not (allowed := may_review(opening, by)):
        raise Refused(str(allowed.reason))
    opening.result, opening.review_words = result, words
    opening.reviewed_by, opening.reviewed_at = by, clock.now()
    changed = Opening.objects.filter(pk=opening.pk, reviewed_at__isnull=True).update(
        result=result, review_words=words, reviewed_by=by, reviewed_at=opening.reviewed_at
    )
    if not changed:
        raise Refused(_("This opening was reviewed already."))
    signals.reviewed.send(sender=Opening, opening=opening, by=by)
    return opening
