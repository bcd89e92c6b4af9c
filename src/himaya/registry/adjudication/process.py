"""Judging whether two records are one person: one look where it is plain, a second person's above a risk, a third
where the two do not agree (domain §2.7, §3.1: one tired officer never decides alone)."""

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import (
    Adjudicator,
    Counsellor,
    DutyOfficer,
    SocialWorker,
    Supervisor,
    UnitManager,
)
from himaya.registry.adjudication.models import Pair
from himaya.registry.adjudication.rules import another_person
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

SECOND = kind("pair.second", _("A pair of records waits for a second person"))
ANSWERED = kind("pair.answered", _("What you asked about a pair of records was answered"))
JUDGES = [Adjudicator, UnitManager]


class PairWork(Process):
    """From the question to its answer."""

    code = "pair"
    title = _("Pair of records")
    of = Pair

    waiting = State(_("Waiting"))
    asked = State(_("More was asked"), aside=True)
    second = State(_("Second person"))
    disputed = State(_("The two do not agree"), aside=True)
    same = End(_("One person"))
    different = End(_("Two people"), aside=True)
    gone = End(_("No longer to be judged"), aside=True)

    put = Start(
        waiting,
        by=[*JUDGES, SocialWorker, Supervisor, DutyOfficer, Counsellor, SYSTEM_PARTY],
        label=_("Put before an adjudicator"),
        starts=[Clock("pair", _("Decision on a pair of records"), "adjudication.due", Adjudicator)],
    )
    join = Move(
        waiting, same, by=JUDGES, label=_("One person"), reasons="adjudication.reason", meets=["pair"]
    )
    part = Move(
        waiting, different, by=JUDGES, label=_("Two people"), reasons="adjudication.reason", meets=["pair"]
    )
    propose = Move(
        waiting,
        second,
        by=JUDGES,
        label=_("Judged, a second person decides"),
        reasons="adjudication.reason",
        meets=["pair"],
        starts=[Clock("second", _("Second person's decision"), "adjudication.second.due", Adjudicator)],
        tells=[Tell(SECOND, Adjudicator)],
    )
    agree_same = Move(
        second,
        same,
        by=JUDGES,
        label=_("Agreed: one person"),
        needs=[another_person],
        reasons="adjudication.reason",
        meets=["second"],
    )
    agree_different = Move(
        second,
        different,
        by=JUDGES,
        label=_("Agreed: two people"),
        needs=[another_person],
        reasons="adjudication.reason",
        meets=["second"],
    )
    dispute = Move(
        second,
        disputed,
        by=JUDGES,
        label=_("Not agreed, a third person decides"),
        needs=[another_person],
        reasons="adjudication.reason",
        meets=["second"],
        starts=[Clock("third", _("Third person's decision"), "adjudication.second.due", Adjudicator)],
        tells=[Tell(SECOND, Adjudicator)],
    )
    settle_same = Move(
        disputed,
        same,
        by=JUDGES,
        label=_("Settled: one person"),
        needs=[another_person],
        reasons="adjudication.reason",
        meets=["third"],
    )
    settle_different = Move(
        disputed,
        different,
        by=JUDGES,
        label=_("Settled: two people"),
        needs=[another_person],
        reasons="adjudication.reason",
        meets=["third"],
    )
    ask = Move(waiting, asked, by=JUDGES, label=_("Ask for more"))
    answer = Move(asked, waiting, by=[*JUDGES, SocialWorker, Supervisor], label=_("Answer"))
    # The facts have changed since, or a merge was undone.
    ask_again = Move(
        different,
        waiting,
        by=[SYSTEM_PARTY],
        label=_("Asked again: the facts have changed"),
        starts=[Clock("pair", _("Decision on a pair of records"), "adjudication.due", Adjudicator)],
    )
    take_back = Move(same, different, by=[SYSTEM_PARTY], label=_("The merge was undone"))
    lapse = Move(
        [waiting, asked, second, disputed], gone, by=[SYSTEM_PARTY], label=_("One was joined to another")
    )
