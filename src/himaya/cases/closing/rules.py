"""Which case may go on in which other."""

from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.rules import AT_WORK
from himaya.kit.verdict import Verdict, no, yes


def may_answer(case: Case) -> Verdict:
    """The questions before closing are answered while somebody works on the case, and not once the closure waits for
    its decision: the supervisor reads what was answered when it was proposed."""
    if case.status in AT_WORK and case.status != "closing":
        return yes()
    return no(_("These questions are answered before the closure is proposed."))


def may_join(case: Case, into: Case) -> Verdict:
    """Two cases are one when they are about the same person; a case never goes on in one that was joined itself."""
    if case.pk == into.pk:
        return no(_("A case cannot be joined to itself."))
    if into.status == "merged":
        return no(_("That case was joined to another itself. Choose that one."))
    if people_in(case) & people_in(into):
        return yes()
    return no(_("The two cases are not about the same person."))


def people_in(case: Case) -> set[int]:
    """Ids of the people a case is about."""
    rows = case.members.filter(role__in=CaseMember.ABOUT, ended_at__isnull=True)
    return set(rows.values_list("person_id", flat=True))
