"""People hold documents; and what documents tell people is known to every process, not to the worker alone."""

from typing import Any

import himaya.registry.documents.reminding
import himaya.registry.documents.scanning  # noqa: F401  both name their notices and tasks
from himaya.registry.documents.homes import Shelf, shelf
from himaya.registry.people.models import Person


def _people(by: Any) -> Any:
    return Person.objects.visible_to(by)


shelf(Shelf("person", _people, "people:person-documents", over=lambda person: person.has_died))
