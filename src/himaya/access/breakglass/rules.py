"""Who looks at an emergency opening afterwards."""

from django.utils.translation import gettext_lazy as _

from himaya.access.breakglass.models import Opening
from himaya.access.roles import BREAKGLASS_REVIEW, ROLES
from himaya.access.users.models import User
from himaya.kit.verdict import Verdict, no, yes


def may_review(opening: Opening, by: User) -> Verdict:
    """Four eyes: never one's own, and only over the unit that held the record (domain §6)."""
    if opening.user_id == by.pk:
        return no(_("Nobody reviews their own opening."))
    if opening.reviewed_at is not None:
        return no(_("This opening was reviewed already."))
    over = any(
        BREAKGLASS_REVIEW in ROLES[m.role].may and m.unit_id in opening.unit.path
        for m in by.current_memberships
        if m.role in ROLES
    )
    return yes() if over else no(_("Another unit reviews this opening."))
