"""Names a person bore before."""

from himaya.registry.names.models import FormerName
from himaya.registry.people.models import Person


def former_names_of(person: Person) -> list[FormerName]:
    """As far as the reader sees them; nothing written by mistake."""
    return list(FormerName.objects.filter(person=person, struck_at__isnull=True).order_by("ended_on", "pk"))
