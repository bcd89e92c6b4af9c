"""What the minutes say: the sheet of the meeting without a word of any case, and one sheet for each item, so that no
other child's matter goes into a case's file."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from himaya.cases.meetings.models import AgendaItem, Attendee, Meeting, Minutes
from himaya.cases.meetings.queries import attendees_of
from himaya.cases.meetings.rules import Quorum, counted
from himaya.kit import clock
from himaya.reference.queries import label
from himaya.workflow.models import Signature
from himaya.workflow.queries import digest_of, letterhead, signatures_of

PART_CHAIR, PART_SECRETARY = "chair", "secretary"


def listed_items(meeting: Meeting) -> list[AgendaItem]:
    """The items that were on the agenda when the meeting was held."""
    return list(meeting.items.filter(status__in=["listed", "decided"]).order_by("position", "pk"))


def text_of(meeting: Meeting) -> dict[str, Any]:
    """All that chair and secretary sign: who was there, and each item word for word."""
    return {
        "meeting": meeting.pk,
        "held_at": str(meeting.held_at),
        "place": meeting.place,
        "people": [[a.pk, a.name, a.part, a.attendance, a.chaired] for a in attendees_of(meeting)],
        "items": [_item_text(item) for item in listed_items(meeting)],
    }


def _item_text(item: AgendaItem) -> list[Any]:
    votes = [[v.attendee_id, v.vote, v.dissent] for v in sorted(counted(item), key=lambda v: v.attendee_id)]
    aside = sorted(item.conflicts.values_list("attendee_id", "why"))
    duties = [
        [d.unit_id, d.what, str(d.due_on)] for d in item.duties.exclude(status="withdrawn").order_by("pk")
    ]
    return [
        item.pk, item.title, item.question, item.proposal, item.facts, item.child_view_method, item.child_view,
        item.family_view, item.best_interests, item.decision_kind, item.decision, item.without_quorum_why, votes,
        aside, duties,
    ]  # fmt: skip


def digest_now(meeting: Meeting) -> str:
    """What identifies the text as it is now."""
    return digest_of(text_of(meeting))


def chair_of(meeting: Meeting) -> Attendee | None:
    """Who was in the chair."""
    return meeting.attendees.filter(chaired=True, removed_at__isnull=True).first()


def latest(meeting: Meeting) -> Minutes | None:
    """The newest version of the minutes."""
    return meeting.minutes.order_by("-number").first()


def signed(meeting: Meeting, minutes: Minutes) -> list[Signature]:
    """The signatures under a version."""
    return [s for s in signatures_of("meeting", meeting) if s.digest == minutes.digest]


# --- as letters ---


def sheet_of(meeting: Meeting, minutes: Minutes, language: str, replaces: str) -> dict[str, Any]:
    """The sheet of the whole meeting: attendance, agenda by number and kind of decision; nothing about anybody."""
    with translation.override(language):
        rows = [
            {
                "number": str(place),
                "title": item.case_reference or item.title,
                "decision": label("agenda.decision", item.decision_kind)
                if item.decision_kind
                else _("put off"),
                "votes": votes_words(item),
            }
            for place, item in enumerate(listed_items(meeting), 1)
        ]
        return {**_head(meeting, minutes, language, replaces), "items": rows}


def excerpt_of(
    item: AgendaItem, meeting: Meeting, minutes: Minutes, language: str, replaces: str
) -> dict[str, Any]:
    """The sheet of one item: complete in itself, and about nobody else."""
    with translation.override(language):
        quorum = Quorum(item.present or 0, meeting.voices or 0, item.needed or 0)
        said = [
            (_("Question"), item.question),
            (_("Proposal"), item.proposal),
            (_("Facts"), item.facts),
            (_("Child's view"), item.child_view),
            (_("Family's view"), item.family_view),
            (_("Best interests of the child"), item.best_interests),
            (_("Decision"), f"{label('agenda.decision', item.decision_kind)}. {item.decision}"),
            (_("Decided without a quorum because"), item.without_quorum_why),
        ]
        against = [v for v in counted(item) if v.dissent]
        return {
            **_head(meeting, minutes, language, replaces),
            "about": item.title,
            "case": item.case_reference,
            "quorum": quorum.words,
            "votes": votes_words(item),
            "said": [{"label": head, "text": text} for head, text in said if text.strip()],
            "dissent": [{"who": v.attendee.name, "text": v.dissent} for v in against],
            "aside": [c.attendee.name for c in item.conflicts.select_related("attendee")],
            "duties": [
                {"unit": str(d.unit), "what": d.what, "due": f"{d.due_on:%d.%m.%Y}"}
                for d in item.duties.exclude(status="withdrawn").select_related("unit").order_by("pk")
            ],
        }


def votes_words(item: AgendaItem) -> str:
    """How many were for, against and abstained."""
    votes = [v.vote for v in counted(item)]
    told = {"f": votes.count("for"), "a": votes.count("against"), "n": votes.count("abstained")}
    return _("for %(f)s, against %(a)s, abstained %(n)s") % told


def _head(meeting: Meeting, minutes: Minutes, language: str, replaces: str) -> dict[str, Any]:
    held = clock.local(meeting.held_at or meeting.starts_at)
    return {
        **letterhead(meeting.dossier.unit, language),
        "kind": _("Case conference") if meeting.is_conference else _("Session of the commission"),
        "held": f"{held:%d.%m.%Y %H:%M}",
        "place": meeting.place,
        "reference": meeting.reference,
        "version": str(minutes.number),
        "replaces": replaces,
        "correction": minutes.correction,
        "people": list(_people(meeting)),
        "signed": [
            {"part": str(s.get_part_display()), "name": s.name, "on": f"{clock.local(s.at):%d.%m.%Y %H:%M}"}
            for s in signed(meeting, minutes)
        ],
    }


def _people(meeting: Meeting) -> Iterable[dict[str, str]]:
    for one in attendees_of(meeting):
        part = label("meeting.part", one.part)
        if one.chaired and one.part != PART_CHAIR:
            part = f"{part} ({label('meeting.part', PART_CHAIR)})"
        yield {
            "name": one.name,
            "part": part,
            "organisation": one.organisation,
            "attendance": label("meeting.attendance", one.attendance),
        }
