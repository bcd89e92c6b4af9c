"""What staff write onto a person is told by their unit's own page."""

from typing import Any

from django.dispatch import receiver

from himaya.registry.people.models import Person
from himaya.registry.people.signals import page_written
from himaya.registry.sources.actions import begin_own_page, tell_own_page


@receiver(page_written, dispatch_uid="sources.page_written")
def keep_own_page(sender: Any, person: Person, by: Any, first: bool, **kwargs: Any) -> None:
    """Registered, corrected, or said to be a twin."""
    if first:
        begin_own_page(person=person, by=by)
    else:
        tell_own_page(person=person, by=by)
