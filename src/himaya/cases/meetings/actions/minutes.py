"""Writing the minutes, signing them, and correcting them by a new version."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import SYSTEM, action
from himaya.access.roles import MEETING_READ
from himaya.cases.casefile.actions import require
from himaya.cases.meetings.actions.calling import held_meeting
from himaya.cases.meetings.actions.letting import leave_keeper
from himaya.cases.meetings.minutes import (
    PART_CHAIR,
    PART_SECRETARY,
    chair_of,
    digest_now,
    excerpt_of,
    latest,
    listed_items,
    sheet_of,
    signed,
)
from himaya.cases.meetings.models import Meeting, Minutes
from himaya.cases.meetings.process import MINUTES, AgendaWork, MeetingWork
from himaya.cases.meetings.queries import minutes_papers
from himaya.cases.meetings.rules import every_item_is_settled
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow import actions as workflow
from himaya.workflow.models import Paper, Signature
from himaya.workflow.queries import papers_of

LETTERS = Path(__file__).parent.parent / "data"


def load_minutes_letters(*, by: Any = None) -> int:
    """Loads the letters of minutes; says how many were new."""
    return workflow.load_templates(folder=LETTERS, by=by)


@action(MEETING_READ, on="meeting")
def write_minutes(*, meeting: Meeting, by: Any, expected: int | None = None) -> Minutes:
    """Closes the text for signing: the chair signs, then who kept the meeting. Written again, an unsigned version is
    replaced; after a correction there is a new one."""
    held = held_meeting(meeting, by, expected)
    _require_held(held)
    require(every_item_is_settled(held, {}))
    before = latest(held)
    if before is not None and before.signed_at is None:
        before.digest, before.written_at, before.written_by = digest_now(held), clock.now(), by
        before.save(update_fields=["digest", "written_at", "written_by"])
        minutes = before
    else:
        minutes = Minutes.objects.create(
            dossier=held.dossier, meeting=held, number=before.number + 1 if before else 1, digest=digest_now(held),
            written_at=clock.now(), written_by=by,
        )  # fmt: skip
    _call_the_chair(held, minutes, by)
    return minutes


def _call_the_chair(meeting: Meeting, minutes: Minutes, by: Any) -> None:
    chair = chair_of(meeting)
    if chair is not None and chair.user is not None and chair.user_id != by.pk:
        workflow.tell_all(
            users=[chair.user], kind=MINUTES, key=f"{MINUTES}:{minutes.pk}:{minutes.digest[:12]}",
            url=meeting.get_absolute_url(), reference=meeting.reference,
        )  # fmt: skip


@action(MEETING_READ, on="meeting")
def sign_as_chair(*, meeting: Meeting, name: str, password: str, by: Any) -> Signature:
    """Who was in the chair signs the text that was written."""
    held, minutes = _in_signing(meeting)
    chair = chair_of(held)
    if chair is None or chair.user_id != by.pk:
        raise Refused(_("Only who was in the chair signs as chair."))
    return _sign(held, minutes, PART_CHAIR, name, password, by)


@action(MEETING_READ, on="meeting")
def sign_minutes(
    *, meeting: Meeting, name: str, password: str, language: str, by: Any, chair_on_paper: bool = False
) -> Minutes:
    """Who kept the meeting signs last: the minutes are made as PDF, one sheet for the meeting and one for each item, and
    the meeting is closed. A chair without an account has signed on paper, which is written down here."""
    held = held_meeting(meeting, by)
    held, minutes = _in_signing(held)
    if minutes.digest != digest_now(held):
        raise Refused(
            _("Something was changed since the minutes were written. Write them again; the chair signs anew.")
        )
    chair = chair_of(held)
    assert chair is not None  # a meeting is held with a chair
    if chair.user_id is None and chair_on_paper:
        workflow.record_agreement(
            subject=held, process=MeetingWork.code, digest=minutes.digest, part=PART_CHAIR, way=Signature.Way.PAPER,
            name=chair.name, by=by,
        )  # fmt: skip
    if chair.user_id != by.pk and PART_CHAIR not in {s.part for s in signed(held, minutes)}:
        raise Refused(_("The chair has not signed yet."))
    _sign(held, minutes, PART_CHAIR if chair.user_id == by.pk else PART_SECRETARY, name, password, by)
    _make_papers(held, minutes, language, by)
    minutes.signed_at = clock.now()
    minutes.save(update_fields=["signed_at"])
    MeetingWork.move(held, MeetingWork.close, by=SYSTEM, facts={"digest": minutes.digest})
    if not held.is_conference:
        for item in listed_items(held):
            leave_keeper(item, held)
    return minutes


def _sign(meeting: Meeting, minutes: Minutes, part: str, name: str, password: str, by: Any) -> Signature:
    return workflow.sign(
        subject=meeting,
        process=MeetingWork.code,
        digest=minutes.digest,
        part=part,
        name=name,
        password=password,
        by=by,
    )


def _in_signing(meeting: Meeting) -> tuple[Meeting, Minutes]:
    held = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("dossier__unit", "keeper")
        .get(pk=meeting.pk)
    )
    _require_held(held)
    minutes = latest(held)
    if minutes is None or minutes.signed_at is not None:
        raise Refused(_("The minutes have not been written yet."))
    return held, minutes


def _require_held(meeting: Meeting) -> None:
    if meeting.status != MeetingWork.held.name:
        raise Refused(_("Minutes are written of a meeting that was held, until they are signed."))


def _make_papers(meeting: Meeting, minutes: Minutes, language: str, by: Any) -> None:
    before = _number(minutes_papers(meeting))
    sheet = sheet_of(meeting, minutes, language, before)
    _make(meeting, MeetingWork.code, "meeting_minutes", language, sheet, by)
    for item in listed_items(meeting):
        before = _number(list(papers_of(AgendaWork.code, item.pk)))
        excerpt = excerpt_of(item, meeting, minutes, language, before)
        _make(item, AgendaWork.code, "meeting_excerpt", language, excerpt, by)


def _number(papers: list[Paper]) -> str:
    return papers[0].number if papers else ""


def _make(subject: Any, process: str, key: str, language: str, data: dict[str, Any], by: Any) -> Paper:
    return workflow.make_paper(subject=subject, process=process, key=key, language=language, data=data, by=by)


@action(MEETING_READ, on="meeting")
def correct_minutes(*, meeting: Meeting, correction: str, by: Any, expected: int | None = None) -> Meeting:
    """Opens signed minutes for a correction, which says what is corrected and why. What was signed stays as it was; the
    corrected text becomes a new version, signed anew."""
    held = held_meeting(meeting, by, expected)
    MeetingWork.move(held, MeetingWork.correct, by=by)
    before = latest(held)
    Minutes.objects.create(
        dossier=held.dossier, meeting=held, number=before.number + 1 if before else 1, digest=digest_now(held),
        correction=correction, written_at=clock.now(), written_by=by,
    )  # fmt: skip
    return held
