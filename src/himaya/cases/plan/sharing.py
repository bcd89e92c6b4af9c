"""Who may be given a copy of a plan, and what it may carry.

Never to a suspected perpetrator; never the reporter, the hotline's contacts or the child's own words; a person
releases each copy to each recipient (domain §3.1).
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.plan.models import Plan, PlanAction
from himaya.cases.plan.rules import goals_of
from himaya.kit.text import fold, skeletons
from himaya.kit.verdict import Verdict, no, yes

# Recipients that are people of the case, and those outside it (code list plan.recipient).
OF_THE_CASE = ("child", "parent", "guardian")
OUTSIDE = ("school", "provider", "commission")
# That many words in a row of the child's own are recognised, wherever they stand.
RUN_OF_WORDS = 5


def may_copy(plan: Plan) -> Verdict:
    """Only the plan in force is given to anybody."""
    return yes() if plan.status == "approved" else no(_("Copies are made of the plan in force only."))


def suspects_of(case: Case) -> set[int]:
    """People named as possible perpetrators in this case, now or earlier, whatever else they are to it."""
    rows = CaseMember.objects.filter(case=case, role=CaseMember.PERPETRATOR)
    return set(rows.values_list("person_id", flat=True))


def may_receive(case: Case, recipient: str, member: CaseMember | None) -> Verdict:
    """Whether a person of the case may have this copy. No exception, no override."""
    if member is None or member.case_id != case.pk or member.ended_at is not None:
        return no(_("Choose a person of this case."))
    elsewhere = CaseMember.objects.filter(person_id=member.person_id, role=CaseMember.PERPETRATOR)
    if member.person_id in suspects_of(case) or elsewhere.exists():
        return no(_("This person is named as a possible perpetrator: no copy of the plan goes to them."))
    if (recipient == "child") != (member.role in CaseMember.CHILDREN):
        return no(_("The child's copy is for a child; the others are not."))
    return yes()


def may_be_named(name: str, suspects: Iterable[str]) -> Verdict:
    """A recipient typed by hand is not a possible perpetrator under another label, in whatever spelling. Names
    that merely sound alike are refused too: then the institution alone is written."""
    words = [skeletons(word) for word in fold(name).split()]
    for suspect in suspects:
        parts = [skeletons(part) for part in fold(suspect).split()]
        if parts and all(any(part & word for word in words) for part in parts):
            return no(
                _(
                    "This is or sounds like the name of a possible perpetrator: no copy goes to them. "
                    "If it is somebody else, write the institution alone."
                )
            )
    return yes()


def plain_words_are_there(plan: Plan, actions: Iterable[PlanAction]) -> Verdict:
    """The child's copy speaks in plain words, all of it."""
    if not plan.plain.strip():
        return no(_("Write what the plan says to the child, in plain words."))
    said = [(g.text, g.plain) for g in goals_of(plan)] + [(a.text, a.plain) for a in actions]
    for text, plain in said:
        if not plain.strip():
            return no(_say("Write this in plain words for the child: “%(text)s”.") % {"text": text[:80]})
    return yes()


def carries_no_own_words(texts: Iterable[str], own_words: str) -> Verdict:
    """No copy repeats what the child said: a run of the child's own words is recognised wherever it stands."""
    said = fold(own_words).split()
    runs = {" ".join(said[i : i + RUN_OF_WORDS]) for i in range(len(said) - RUN_OF_WORDS + 1)}
    lines = (fold(line) for line in re.split(r"[\n.!?]+", own_words))
    runs |= {line for line in lines if 3 <= len(line.split()) < RUN_OF_WORDS}
    for text in texts:
        folded = f" {fold(text)} "
        if any(f" {run} " in folded for run in runs):
            return no(
                _say("This repeats the child's own words: “%(text)s”. Say it differently.")
                % {"text": text[:80]}
            )
    return yes()
