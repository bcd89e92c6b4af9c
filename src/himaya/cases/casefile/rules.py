"""What must be true of a case before it moves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import Case, CaseMember
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import code_item, norm
from himaya.registry.models import Person

Facts = Mapping[str, Any]

# States in which a case is being worked on by somebody who accepted it.
AT_WORK = ("accepted", "registered", "assessed", "entitled", "implementing", "closing")
OPEN = ("screened_in", "assigned", *AT_WORK)
# States in which it may still be unknown whom the case is about.
UNREGISTERED = ("screened_in", "assigned", "accepted")


def kind_for(matter: str) -> str:
    """The kind of case that a matter opens (attribute `kind` of the code list of matters)."""
    item = code_item("matter", matter)
    return str(item.attributes.get("kind", "protection")) if item else "protection"


def is_open(case: Case) -> bool:
    """Neither closed nor joined to another."""
    return case.status in OPEN


def may_write(case: Case) -> Verdict:
    """Only an open case is written in; a closed one is reopened first, so that somebody answers for it."""
    return yes() if is_open(case) else no(_("This case is closed. Reopen it before adding to it."))


def may_be_member(case: Case, person: Person, role: str) -> Verdict:
    """The child of a case is a child; nobody is at once whom it is about and the alleged perpetrator."""
    if role in CaseMember.CHILDREN and person.is_child is False:
        return no(_("This person is an adult. Check the birth date, or choose another role."))
    others = set(case.members.filter(person=person, ended_at__isnull=True).values_list("role", flat=True))
    clash = {CaseMember.PERPETRATOR} if role in CaseMember.ABOUT else set(CaseMember.ABOUT)
    if others & clash and (role in CaseMember.ABOUT or role == CaseMember.PERPETRATOR):
        return no(_("Nobody is at once the one a case is about and its alleged perpetrator."))
    return yes()


def may_leave(case: Case, member: CaseMember) -> Verdict:
    """A case that was registered keeps whom it is about; before that the wrong one may go."""
    if member.role not in CaseMember.SUBJECTS or case.status in UNREGISTERED:
        return yes()
    if subjects_in(case).exclude(pk=member.pk).exists():
        return yes()
    return no(_("A registered case keeps at least one person it is about. Add the right one first."))


def subjects_in(case: Case) -> Any:
    """The members whom the case is about."""
    return case.members.filter(role__in=CaseMember.SUBJECTS, ended_at__isnull=True)


def worker_is_here(case: Case, facts: Facts) -> Verdict:
    """Nobody is given a case while away (norm of supervision; may be overridden with a reason)."""
    away = facts.get("away_until")
    if not away:
        return yes()
    return no(gettext("%(who)s is away until %(day)s.") % {"who": case.worker, "day": f"{away:%d.%m.%Y}"})


def worker_has_room(case: Case, facts: Facts) -> Verdict:
    """The caseload limit (indicator CM3, ≤ 25 ordinary cases proposed) holds, by weight, save for critical risk, which
    never waits."""
    load, limit = facts.get("load", 0), facts.get("limit")
    if limit is None or load < limit or case.risk == "critical":
        return yes()
    words = {"who": case.worker, "load": facts["words"]}
    return no(gettext("%(who)s has reached the caseload limit. %(load)s.") % words)


def worker_was_asked(case: Case, facts: Facts) -> Verdict:
    """Only the worker to whom the case was offered answers the offer."""
    by = facts.get("by")
    return yes() if by is None or by == case.worker_id else no(_("This case was offered to somebody else."))


def subject_is_registered(case: Case, facts: Facts) -> Verdict:
    """A case is registered when it names whom it is about (domain §3.4, registration: child identity)."""
    if subjects_in(case).exists():
        return yes()
    return no(_("First find or register the person the case is about."))


def another_decides(case: Case, facts: Facts) -> Verdict:
    """Who proposed a closure does not approve it (domain §3.1: nobody decides alone)."""
    by = facts.get("by")
    if by is None or by != case.closure_by_id:
        return yes()
    return no(_("You proposed this closure: somebody else approves it."))


def nothing_is_open(case: Case, facts: Facts) -> Verdict:
    """No child is taken to safety, missing or before a court while its case ends (`open`: what is, in words)."""
    found = [str(words) for words in facts.get("open", ())]
    if not found:
        return yes()
    return no(gettext("Not ended yet: %(what)s.") % {"what": ", ".join(found)})


def interests_at_the_end(case: Case, reason: str, interests: str) -> Verdict:
    """No case about a child ends without what that means for the child (domain §6), save where there is nothing left to
    decide (attribute `interests` of the reason: the child has died or is grown up, the case is another's double)."""
    item = code_item("case.closure_reason", reason)
    if interests.strip() or (item and item.attributes.get("interests") is False):
        return yes()
    if not case.members.filter(role__in=CaseMember.CHILDREN, ended_at__isnull=True).exists():
        return yes()
    return no(_("Write what closing means for the child, and why nothing else is better."))


def closing_is_sound(case: Case, facts: Facts) -> Verdict:
    """Goals met: only when the child has been safe for the norm's time (domain §3.4: 3 months). Lost: only after
    the norm's number of attempts to see the child. Which reason asks for what is said by its code."""
    item = code_item("case.closure_reason", case.closure_reason)
    asks = item.attributes if item else {}
    if asks.get("needs_attempts"):
        return _sought_enough(case)
    return _stable_enough(case) if asks.get("needs_stability") else yes()


def _sought_enough(case: Case) -> Verdict:
    needed = int(norm("closure.lost_tries", on=clock.today(), territory=case.territory).number)
    tries = case.visits.filter(status="done", child_seen=False)
    if case.last_seen_at is not None:
        tries = tries.filter(done_at__gt=case.last_seen_at)
    made = tries.count()
    if made >= needed:
        return yes()
    words = {"made": made, "needed": needed}
    return no(gettext("Attempts to see the child: %(made)s; %(needed)s are needed.") % words)


def _stable_enough(case: Case) -> Verdict:
    if case.stable_since is None:
        return no(_("Say since when they have been safe and stable."))
    needed = stable_from(case.stable_since, case)
    if needed <= clock.today():
        return yes()
    words = {"since": f"{case.stable_since:%d.%m.%Y}", "day": f"{needed:%d.%m.%Y}"}
    return no(gettext("Stable since %(since)s: long enough only from %(day)s.") % words)


def stable_from(since: date, case: Case) -> date:
    """The first day on which a child who has been stable since a day counts as lastingly safe."""
    length = norm("closure.stability", on=clock.today(), territory=case.territory)
    return clock.local(add(clock.at(since), length)).date()


def feedback_is_given(case: Case, facts: Facts) -> Verdict:
    """The child's or the family's own word on the work belongs to the closure (domain §3.4)."""
    answers = case.closure_answers
    if answers is not None and answers.is_submitted:
        return yes()
    return no(_("Ask those concerned and the family, and answer the questions before closing."))


def child_is_said_safe(case: Case, facts: Facts) -> Verdict:
    """A case whose goals are met does not end while it is answered that the child is not safe, or that nobody knows."""
    item = code_item("case.closure_reason", case.closure_reason)
    answers = case.closure_answers
    if not (item and item.attributes.get("needs_stability")) or answers is None or not answers.is_submitted:
        return yes()
    if answers.answers.get("safe_now") == "yes":
        return yes()
    return no(_("It was answered that the child is not safe now, or that it is not known."))
