"""Which cases may be linked, and when a child may get a case of its own."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.kit.verdict import Verdict, no, yes

# Until the day on which one is grown up (Convention on the Rights of the Child, art. 1).
GROWN_UP = 18
# A case is split while its worker knows the children and works with them.
SPLITTABLE = ("registered", "assessed", "implementing")
# How the new case begins: only kinds of cases that are about children have this start.
SPLIT_OFF = "split_off"


def may_link(case: Case, other: Case, *, already: bool) -> Verdict:
    """Two different cases, each still one of its own, once for each kind (`already`: such a link stands)."""
    if case.pk == other.pk:
        return no(_("This is the same case. Write the number of the other one."))
    if other.merged_into_id is not None:
        return no(_("That case was joined to another. Link the one in which the work goes on."))
    if already:
        return no(_("These two cases are already linked in this way."))
    return yes()


def may_end(ended: bool) -> Verdict:
    """A link that has ended keeps its end as it was written."""
    return no(_("This link has ended already.")) if ended else yes()


def may_split(case: Case) -> Verdict:
    """No case begins without an owner: one is split by who works on it, between registration and closure."""
    about_children = SPLIT_OFF in CaseWork.of_record(case).moves
    if about_children and case.status in SPLITTABLE and case.worker_id is not None:
        return yes()
    return no(_("A case is split while a worker works with registered children. First bring it there."))


def children_may_leave(chosen: int, staying: int, gone: Sequence[str], bound: Sequence[str]) -> Verdict:
    """Somebody is chosen, is still of the case (`gone`: who is not, by name) and is not in the middle of what the law
    orders (`bound`: what goes on about them, in words); and the old case keeps a child."""
    if not chosen:
        return no(_("Choose at least one child."))
    if gone:
        return no(gettext("Not in this case any more: %(who)s.") % {"who": ", ".join(gone)})
    if not staying:
        return no(_("The last child stays: without it the case is about nobody. Transfer the case instead."))
    if bound:
        words = {"what": ", ".join(bound)}
        return no(gettext("This goes on about the child here and ends first: %(what)s.") % words)
    return yes()
