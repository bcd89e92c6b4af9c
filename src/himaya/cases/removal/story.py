"""What a removal adds to a case: it is said on every page of it while it stands."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import EMERGENCY_WORK
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import faces_on, subjects_of
from himaya.cases.casefile.rules import is_open
from himaya.cases.casefile.story import actions, alerts, standing
from himaya.cases.removal.process import RemovalWork
from himaya.cases.removal.queries import removals_on
from himaya.cases.removal.rules import STANDING
from himaya.kit.shapes import Alert, NextAction, Tone
from himaya.workflow.queries import due


@alerts
def away_from_home(case: Case, user: User) -> Iterable[Alert]:
    """A child taken to safety, and what the law asks for next."""
    if not standing(case, RemovalWork.code) & set(STANDING):
        return
    told: dict[str, tuple[str, Tone]] = {
        "decided": (_("%(name)s is to be taken to safety at once"), "grave"),
        "carried_out": (_("%(name)s was taken to safety; the claim to the court is to be filed"), "bad"),
        "claimed": (_("%(name)s was taken to safety; the claim is before the court"), "watch"),
        "refused": (_("The court refused the removal of %(name)s: the child goes back"), "grave"),
    }
    names = {face.member_id: face.name for face in faces_on(case)}
    for removal in removals_on(case):
        if removal.status in told:
            words, tone = told[removal.status]
            name = names.get(removal.child_id or 0, "") or _("A child")
            yield Alert(words % {"name": name}, tone, removal.get_absolute_url())


@actions
def act_at_once(case: Case, user: User) -> Iterable[NextAction]:
    """Take a child to safety; go on where it was begun, with what is due."""
    if not is_open(case) or not user.can(EMERGENCY_WORK):
        return
    if standing(case, RemovalWork.code) & set(STANDING):
        for removal in removals_on(case):
            clocks = RemovalWork.clocks_of(removal) if removal.status in STANDING else []
            if removal.status in STANDING:
                first = due(clocks[0]) if clocks else None
                yield NextAction(_("Go on with the removal"), removal.get_absolute_url(), first, primary=True)
    faces = faces_on(case)
    if subjects_of(faces) and not any(face.role in CaseMember.CHILDREN for face in faces):
        return  # a grown-up's case, without a child in it
    yield NextAction(
        _("Take the child to safety"), reverse("cases:removal-new", args=[case.public_id]), danger=True
    )
