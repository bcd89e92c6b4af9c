"""Who may decide together, when a decision stands, and what must be heard first (domain §3.4 and §6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from himaya.access.queries import role_over
from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.cases.assessment.rules import NONE, OBLIGATORY, POSSIBLE, view_duty
from himaya.cases.casefile.models import Case
from himaya.cases.commission.queries import known_commissions
from himaya.cases.commission.rules import quorum_of
from himaya.cases.meetings.models import AgendaItem, Attendee, Meeting, Vote
from himaya.kit import clock
from himaya.kit.periods import BirthDate
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import code_item, norm

Facts = Mapping[str, Any]
DUTIES = (NONE, POSSIBLE, OBLIGATORY)
# Levels of risk at which a conference must be held within a norm.
GRAVE = ("critical", "high")
TO_COME = ("planned", "invited")
# States of an item that still waits for its decision.
WAITING = ("submitted", "listed")


@dataclass(frozen=True)
class Quorum:
    """How many with a voice are there for an item, of how many, and how many are needed."""

    present: int
    voices: int
    needed: int

    def __bool__(self) -> bool:
        return self.present >= self.needed

    @property
    def words(self) -> str:
        """Said in words."""
        told = {"present": self.present, "voices": self.voices, "needed": self.needed}
        if self:
            return (
                gettext("%(present)s of %(voices)s are present; %(needed)s are needed: there is a quorum.")
                % told
            )
        return (
            gettext("%(present)s of %(voices)s are present; %(needed)s are needed: there is no quorum.")
            % told
        )


def voices_of(meeting: Meeting) -> list[Attendee]:
    """Those who may vote in a meeting."""
    return list(meeting.attendees.filter(has_vote=True, removed_at__isnull=True))


def voting_on(item: AgendaItem) -> list[Attendee]:
    """Those who vote on an item: present, and without a conflict of interest."""
    aside = set(item.conflicts.values_list("attendee_id", flat=True))
    voices = voices_of(item.meeting) if item.meeting else []
    return [a for a in voices if a.attendance == Attendee.PRESENT and a.pk not in aside]


def needed_of(meeting: Meeting, voices: int, on: date) -> int:
    """How many are needed: of a commission more than the norm's share, of a conference the norm's number."""
    if meeting.is_conference:
        return int(norm("conference.quorum", on).number)
    return quorum_of(voices, on)


def quorum_on(item: AgendaItem) -> Quorum:
    """The quorum for an item as its meeting stands."""
    if item.meeting is None:
        return Quorum(0, 0, 1)
    voices = len(voices_of(item.meeting))
    held = item.meeting.held_at or clock.now()
    return Quorum(len(voting_on(item)), voices, needed_of(item.meeting, voices, clock.local(held).date()))


# --- guards of a decision ---


def quorum_is_there(item: AgendaItem, facts: Facts) -> Verdict:
    """Nothing is decided without a quorum; in an emergency it is, and somebody must see to it afterwards."""
    quorum = quorum_on(item)
    return yes() if quorum else no(quorum.words)


def child_is_heard(item: AgendaItem, facts: Facts) -> Verdict:
    """The child's view, from the age of the norm on, or in words why it could not be heard (Family Code, art. 52)."""
    if item.case_id is None or item.view_duty != OBLIGATORY:
        return yes()
    if item.child_view.strip() and item.child_view_method:
        return yes()
    return no(
        _(
            "The child's view is obligatory at this age: write how the child was heard and what was said, or why not."
        )
    )


def interests_are_stated(item: AgendaItem, facts: Facts) -> Verdict:
    """No decision about a child without the statement of best interests (domain §6)."""
    if item.case_id is None or item.best_interests.strip():
        return yes()
    return no(_("Write the statement of best interests."))


def all_have_voted(item: AgendaItem, facts: Facts) -> Verdict:
    """Everybody who may vote on it has: for, against or abstaining."""
    voted = set(item.votes.values_list("attendee_id", flat=True))
    missing = [a.name for a in voting_on(item) if a.pk not in voted]
    if not missing:
        return yes()
    return no(gettext("A vote is missing: %(who)s.") % {"who": ", ".join(missing)})


def dissent_is_told(item: AgendaItem, facts: Facts) -> Verdict:
    """Who votes against says why; that stands in the minutes (domain §3.4: dissent)."""
    if any(v.vote == Vote.AGAINST and not v.dissent.strip() for v in counted(item)):
        return no(_("Write why, for everybody who voted against."))
    return yes()


def outcome_fits(item: AgendaItem, facts: Facts) -> Verdict:
    """What is written as decided is what the votes say."""
    kind = code_item("agenda.decision", item.decision_kind)
    says_no = bool(kind and kind.attributes.get("not_carried"))
    if is_carried(item) != says_no:
        return yes()
    if says_no:
        return no(_("The votes carry the proposal: choose what was decided."))
    return no(_("The votes do not carry the proposal: choose “Not carried”."))


def counted(item: AgendaItem) -> list[Vote]:
    """The votes that count: of those who may vote on the item."""
    voters = {a.pk for a in voting_on(item)}
    return [v for v in item.votes.select_related("attendee") if v.attendee_id in voters]


def is_carried(item: AgendaItem) -> bool:
    """More for than against; on a tie the vote of the chair decides where the norm `commission.tie.chair` says so."""
    votes = counted(item)
    in_favour = sum(v.vote == Vote.FOR for v in votes)
    against = sum(v.vote == Vote.AGAINST for v in votes)
    if in_favour != against:
        return in_favour > against
    if int(norm("commission.tie.chair", clock.today()).number) != 1:
        return False
    return any(v.attendee.chaired and v.vote == Vote.FOR for v in votes)


# --- keeping a meeting ---


def keeps(meeting: Meeting, by: Any) -> bool:
    """Whether this person prepares the meeting and writes its minutes: the keeper; of a session also the secretary of
    today; of a conference also the worker of the case and who leads the unit."""
    if meeting.keeper_id == by.pk:
        return True
    if meeting.commission is not None:
        secretary = meeting.commission.secretary
        return secretary is not None and secretary.pk == by.pk
    leads = role_over(by, (Supervisor, UnitManager), meeting.dossier.unit) is not None
    works = by.has(SocialWorker) and Case.objects.filter(meetings=meeting.pk, worker=by).exists()
    return leads or works


def keeper_acts(meeting: Meeting, by: Any) -> Verdict:
    """Only who keeps a meeting changes it."""
    return yes() if keeps(meeting, by) else no(_("Only who keeps this meeting may do this."))


def keeps_item(item: AgendaItem, by: Any) -> bool:
    """Whether this person prepares an item: who keeps its meeting or, before it is on an agenda, the secretary of the
    commission it was put before."""
    if item.meeting is not None:
        return keeps(item.meeting, by)
    return any(c.pk == item.commission_id and c.secretary_id == by.pk for c in known_commissions())


def item_keeper_acts(item: AgendaItem, by: Any) -> Verdict:
    """Only who keeps the meeting, or the commission, decides what becomes of an item."""
    return yes() if keeps_item(item, by) else no(_("Only who keeps this meeting may do this."))


def somebody_may_decide(meeting: Meeting, facts: Facts) -> Verdict:
    """Nobody is invited to a meeting in which nobody decides."""
    return yes() if voices_of(meeting) else no(_("Name who takes part and has a vote first."))


def something_is_to_decide(meeting: Meeting, facts: Facts) -> Verdict:
    """A meeting has an agenda."""
    if meeting.items.filter(status__in=["listed", "decided"]).exists():
        return yes()
    return no(_("Put something on the agenda first."))


def its_time_has_come(meeting: Meeting, facts: Facts) -> Verdict:
    """A meeting is not held before its day."""
    if clock.local(meeting.starts_at).date() <= clock.today():
        return yes()
    day = f"{clock.local(meeting.starts_at):%d.%m.%Y}"
    return no(
        gettext("This meeting is planned for %(day)s. Plan it anew if it was held earlier.") % {"day": day}
    )


def every_item_is_settled(meeting: Meeting, facts: Facts) -> Verdict:
    """Minutes are written when every item was decided, put off or taken back."""
    if meeting.items.filter(status="listed").exists():
        return no(_("Decide each item, or put it off to a later session, before the minutes are written."))
    return yes()


def may_invite_now(meeting: Meeting) -> Verdict:
    """Who takes part and what is laid before them changes until the meeting has been held."""
    if meeting.status in TO_COME:
        return yes()
    return no(_("This meeting has been held, put off or cancelled."))


def may_declare(item: AgendaItem) -> Verdict:
    """A conflict of interest is declared until the item is decided."""
    if item.status == "listed" and item.meeting is not None and item.meeting.status in (*TO_COME, "held"):
        return yes()
    return no(_("A conflict of interest is declared before the item is decided."))


def may_vote(item: AgendaItem, attendee: Attendee | None) -> Verdict:
    """Members vote while the meeting is held, on what they stand not aside from."""
    if item.status != "listed" or item.meeting is None or item.meeting.status != "held":
        return no(_("Votes are cast while the meeting is held."))
    if attendee is None or attendee.pk not in {a.pk for a in voting_on(item)}:
        return no(_("You have no vote on this item."))
    return yes()


def may_decide(item: AgendaItem) -> Verdict:
    """A decision is written while the meeting is held and its minutes are not yet signed."""
    if item.meeting is not None and item.meeting.status == "held" and item.status in ("listed", "decided"):
        return yes()
    return no(_("A decision is written while the meeting is held, before the minutes are signed."))


def may_lay(item: AgendaItem) -> Verdict:
    """Papers are laid before the meeting until it has been held."""
    if item.status == "submitted" or (
        item.status == "listed" and item.meeting and item.meeting.status in TO_COME
    ):
        return yes()
    return no(_("Papers are laid before the meeting is held."))


# --- when ---


def open_until(meeting: Meeting) -> datetime:
    """Until when those invited read what was laid before them (norm `meeting.papers.after`)."""
    last = max(meeting.starts_at, meeting.held_at or meeting.starts_at)
    return add(last, norm("meeting.papers.after", on=clock.local(last).date()))


def conference_norm(case: Any) -> str:
    """The norm by which a conference is due, by the level of risk."""
    return f"conference.due.{case.risk}" if case.risk in GRAVE else "conference.due"


def strictest_view(born: Iterable[BirthDate | None], on: date) -> str:
    """The strictest duty to hear among several children (Family Code, art. 52)."""
    duties = [view_duty(one, on) for one in born] or [POSSIBLE]
    return max(duties, key=DUTIES.index)
