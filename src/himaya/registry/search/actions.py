"""Searching, as a deed: counted, and written to the audit; and telling who guards the sealed."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from himaya.access.gate import action
from himaya.access.models import Dossier, Grant, User
from himaya.access.queries import nearest_to
from himaya.access.roles import PERSON_SEARCH, UnitManager
from himaya.kit import clock
from himaya.registry.search.models import SealedSighting
from himaya.registry.search.queries import Match, find_people
from himaya.workflow.actions import tell
from himaya.workflow.notices.actions import kind

SIGHTED = kind("person.sighted", _("Somebody searched for a person whom you guard"))


@action(PERSON_SEARCH)
def search_people(*, text: str, by: Any) -> list[Match]:
    """People who answer what was typed, best first. TooManySearches once the hour's share is used up."""
    return find_people(text, by=by)


def tell_guardians(*, by: Any) -> int:
    """Tells of each sighting of the last day: those let into the person's file, or who heads the unit that holds
    it. Telling twice is harmless. The notice names nobody."""
    told = 0
    recent = SealedSighting.objects.filter(at__gt=clock.now() - timedelta(days=1))
    for sighting in recent.select_related("dossier__unit", "person"):
        for user in guardians(sighting.dossier):
            if user.pk != sighting.seeker_id:
                url = sighting.person.get_absolute_url()
                told += tell(user=user, kind=SIGHTED, key=f"sighting:{sighting.pk}", url=url, urgent=True)
    return told


def guardians(dossier: Dossier) -> list[User]:
    """Who watches over a sealed file: those let into it by name; where there are none, the heads of its unit."""
    now = clock.now()
    let_in = Grant.objects.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), dossier=dossier)
    users = User.objects.filter(
        pk__in=let_in.filter(ended_at__isnull=True, user__isnull=False).values("user"), is_active=True
    )
    return list(users) or nearest_to(UnitManager, dossier)
