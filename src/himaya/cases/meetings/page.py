"""What the pages of meetings show."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest
from himaya.access.models import User
from himaya.access.roles import CASE_READ, CASE_WORK, COMMISSION_KEEP
from himaya.cases.casefile.frame import frame
from himaya.cases.casefile.models import Case
from himaya.cases.meetings.forms import when
from himaya.cases.meetings.minutes import chair_of, digest_now, latest, signed, votes_words
from himaya.cases.meetings.models import AgendaItem, Attendee, Meeting, Vote
from himaya.cases.meetings.process import AgendaWork, MeetingWork
from himaya.cases.meetings.queries import (
    attendee_of,
    attendees_of,
    items,
    items_of,
    items_waiting,
    meetings_of,
    meetings_to_come,
    minutes_papers,
    papers_on,
)
from himaya.cases.meetings.rules import (
    TO_COME,
    counted,
    keeps,
    keeps_item,
    may_decide,
    may_declare,
    may_lay,
    may_vote,
    quorum_on,
    voting_on,
)
from himaya.kit.shapes import Chip, Crumb, NextAction, Tone
from himaya.reference.queries import label
from himaya.workflow.queries import due, next_actions, papers_of, state_of, status_bar, story

TONES: dict[str, Tone] = {
    "invited": "info", "held": "watch", "minuted": "good", "postponed": "watch", "cancelled": "bad",
    "listed": "info", "decided": "good", "returned": "bad", "submitted": "watch",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item on a list: how it stands."""

    item: AgendaItem
    chip: Chip


def kind_of(meeting: Meeting) -> str:
    """What a meeting is called."""
    return _("Case conference") if meeting.is_conference else _("Session of the commission")


def chip_of(process: Any, subject: Any) -> Chip:
    """How it stands, in words."""
    return Chip(process.state_of(subject).label, TONES.get(subject.status, ""))


def lines_of(found: Any) -> list[ItemLine]:
    """Items as lines."""
    return [ItemLine(item, chip_of(AgendaWork, item)) for item in found]


def crumbs_to(meeting: Meeting | None, user: User, case: Case | None = None) -> list[Crumb]:
    """The way back: by the case for whoever sees it, else by the meetings."""
    if case is not None:
        there = reverse("cases:case-meetings", args=[case.public_id])
        found = [Crumb(case.reference, case.get_absolute_url()), Crumb(_("Meetings"), there)]
    else:
        found = [Crumb(_("Meetings"), reverse("cases:meeting-list"))]
    return [*found, Crumb(when(meeting), meeting.get_absolute_url())] if meeting else found


def case_seen(case_id: int | None) -> Case | None:
    """The case, for whoever may see it."""
    return Case.objects.filter(pk=case_id).first() if case_id else None


def meeting_page(meeting: Meeting, user: User) -> dict[str, Any]:
    """One meeting: when, who, agenda, minutes."""
    steps = MeetingWork.steps_of(meeting)
    clocks = MeetingWork.clocks_of(meeting)
    is_keeper = keeps(meeting, user)
    case = case_seen(meeting.case_id)
    found = list(items().filter(meeting=meeting).exclude(status="withdrawn"))
    seen = {item.pk for item in found}
    own = attendee_of(meeting, user)
    aside = [c for c in meeting.conflicts.select_related("attendee") if c.item_id in seen]
    actions = next_actions(MeetingWork, meeting, user, clocks) if is_keeper else []
    return {
        "meeting": meeting,
        "heading": kind_of(meeting),
        "lead": when(meeting),
        "crumbs": crumbs_to(None, user, case)[:2],
        "chips": [chip_of(MeetingWork, meeting)],
        "bar": status_bar(MeetingWork, meeting, steps),
        "actions": [*actions, *_signing(meeting, user, is_keeper)],
        "clocks": [due(c) for c in clocks],
        "people": [
            (a, label("meeting.part", a.part), label("meeting.attendance", a.attendance))
            for a in attendees_of(meeting)
        ],
        "lines": lines_of(found),
        "own_aside": meeting.conflicts.filter(attendee=own).count() if own else 0,
        "aside": aside,
        "may_change": is_keeper and meeting.status in TO_COME,
        "may_add_matter": is_keeper and meeting.status in TO_COME and not meeting.is_conference,
        "may_attend_anew": is_keeper and meeting.status == MeetingWork.held.name,
        "papers": minutes_papers(meeting),
        "may_open_papers": user.can(CASE_READ),
        "version": latest(meeting),
        "story": story(MeetingWork, steps)[::-1],
    }


def _signing(meeting: Meeting, user: User, is_keeper: bool) -> list[NextAction]:
    if meeting.status != MeetingWork.held.name:
        return []
    minutes, chair = latest(meeting), chair_of(meeting)
    written = minutes is not None and minutes.signed_at is None
    by_chair = bool(minutes and "chair" in {s.part for s in signed(meeting, minutes)})
    found = []
    if is_keeper:
        found.append(_to(_("Write the minutes"), "minutes-write", meeting, primary=not written))
    if written and chair is not None and chair.user_id == user.pk and not is_keeper and not by_chair:
        found.append(_to(_("Sign as chair"), "minutes-chair", meeting, primary=True))
    if written and is_keeper:
        found.append(_to(_("Sign and close"), "minutes-sign", meeting, primary=by_chair))
    return found


def _to(words: str, page: str, subject: Any, *, primary: bool = False) -> NextAction:
    return NextAction(words, reverse(f"cases:{page}", args=[subject.public_id]), primary=primary)


def item_page(item: AgendaItem, user: User) -> dict[str, Any]:
    """One item: the question, the papers, what was heard, the votes and the decision."""
    steps = AgendaWork.steps_of(item)
    meeting, case = item.meeting, case_seen(item.case_id)
    return {
        "item": item,
        "meeting": meeting,
        "case": case,
        "heading": item.title,
        "crumbs": crumbs_to(meeting, user, case),
        "chips": [chip_of(AgendaWork, item)],
        "bar": status_bar(AgendaWork, item, steps),
        "actions": item_actions(item, user, case),
        "clocks": [due(c) for c in AgendaWork.clocks_of(item)],
        "papers": papers_on(item),
        "may_lay": case is not None and bool(may_lay(item)) and user.can(CASE_WORK),
        "quorum": quorum_on(item) if meeting and meeting.status == MeetingWork.held.name else None,
        "said": said_on(item),
        "votes": [(v, label("meeting.vote", v.vote)) for v in counted(item)] if meeting else [],
        "tally": votes_words(item) if item.status == AgendaWork.decided.name else "",
        "aside": [
            (c.attendee.name, label("meeting.conflict", c.why))
            for c in item.conflicts.select_related("attendee")
        ],
        "duties": [(d, state_of(d)) for d in item.duties.select_related("unit").order_by("pk")],
        "may_give": _decides(item, user) and item.status == AgendaWork.decided.name,
        "excerpts": list(papers_of(AgendaWork.code, item.pk)),
        "may_open_papers": user.can(CASE_READ),
        "story": story(AgendaWork, steps)[::-1],
    }


def said_on(item: AgendaItem) -> list[tuple[str, str]]:
    """What was heard and decided, as far as it is written."""
    method = label("childs_view.method", item.child_view_method) if item.child_view_method else ""
    kind = label("agenda.decision", item.decision_kind) if item.decision_kind else ""
    rows = [
        (_("Facts"), item.facts),
        (_("Child's view"), ": ".join(filter(None, [method, item.child_view]))),
        (_("Family's view"), item.family_view),
        (_("Best interests of the child"), item.best_interests),
        (_("Decision"), ". ".join(filter(None, [kind, item.decision]))),
        (_("Decided without a quorum because"), item.without_quorum_why),
    ]
    return [(head, str(text)) for head, text in rows if text.strip()]


def _decides(item: AgendaItem, user: User) -> bool:
    return bool(may_decide(item)) and item.meeting is not None and keeps(item.meeting, user)


def item_actions(item: AgendaItem, user: User, case: Case | None) -> list[NextAction]:
    """What this person may do with an item now."""
    meeting = item.meeting
    found: list[NextAction] = []
    own = attendee_of(meeting, user)
    if item.status == "submitted" and keeps_item(item, user):
        found += [
            _to(_("Put on the agenda"), "agenda-take", item, primary=True),
            _to(_("Return"), "agenda-return", item),
        ]
    if own is not None and may_vote(item, own):
        found.append(_to(_("Vote"), "agenda-vote", item, primary=True))
    if _decides(item, user):
        words = _("Write the decision") if item.status == "listed" else _("Write the decision anew")
        found.append(_to(words, "agenda-decide", item, primary=item.status == "listed"))
    is_keeper = meeting is not None and keeps(meeting, user)
    if may_declare(item) and (is_keeper or own is not None):
        found.append(_to(_("Conflict of interest"), "agenda-conflict", item))
    if item.status == "listed" and is_keeper and meeting and not meeting.is_conference and item.case_id:
        found.append(_to(_("Put off to a later session"), "agenda-put-off", item))
    early = item.status == "submitted" or (item.status == "listed" and meeting and meeting.status in TO_COME)
    if early and not (meeting and meeting.is_conference) and (case is not None or item.put_by_id == user.pk):
        found.append(_to(_("Take back"), "agenda-withdraw", item))
    return found


def case_page(request: StaffRequest, case: Case) -> dict[str, Any]:
    """The part "Meetings" of a case."""
    rows = [(m, kind_of(m), chip_of(MeetingWork, m)) for m in meetings_of(case)]
    found = items_of(case)
    duties = case.duties.select_related("unit").order_by("-pk")
    return frame(
        request,
        case,
        "meetings",
        meetings=rows,
        lines=lines_of(found),
        duties=[(d, state_of(d)) for d in duties],
    )


def home_page(user: User) -> dict[str, Any]:
    """What waits for somebody who takes part in meetings: the next ones with their agenda, what was put before the
    commission, votes and conflicts to declare."""
    coming = list(meetings_to_come(user)[:30])
    found = list(items().filter(meeting__in=coming).exclude(status="withdrawn"))
    agenda: dict[int, list[Any]] = {m.pk: [] for m in coming}
    for item in found:
        agenda[item.meeting_id].append((item, chip_of(AgendaWork, item), _asked_of(item, user)))
    return {
        "coming": [(m, kind_of(m), chip_of(MeetingWork, m), agenda[m.pk]) for m in coming],
        "waiting": lines_of(items_waiting(user)[:50]) if user.can(COMMISSION_KEEP) else [],
    }


def _asked_of(item: AgendaItem, user: User) -> str:
    """What this person is asked for on an item now."""
    own = attendee_of(item.meeting, user)
    if own is None or not may_vote(item, own):
        return ""
    voted = Vote.objects.filter(item=item, attendee=own).exists()
    return "" if voted else _("Your vote is asked for")


def voters_on(item: AgendaItem) -> list[Attendee]:
    """Who votes on an item, in the order of the list."""
    return sorted(voting_on(item), key=lambda a: a.pk)


def text_page(meeting: Meeting, user: User) -> dict[str, Any]:
    """The text that is about to be signed, item by item."""
    rows = [
        (item, said_on(item), votes_words(item)) for item in items().filter(meeting=meeting, status="decided")
    ]
    minutes = latest(meeting)
    changed = minutes is not None and minutes.signed_at is None and minutes.digest != digest_now(meeting)
    return {"meeting": meeting, "rows": rows, "crumbs": crumbs_to(meeting, user), "changed": changed}
