"""The one unit that every installation has from its first moment."""

import json
from pathlib import Path

from django.db import transaction

from himaya.access.units.models import Organisation, Unit

SHIPPED = Path(__file__).parent / "data" / "national_desk.json"


@transaction.atomic
def load_national_desk() -> Unit:
    """The national desk, made where there is none: a report must find a desk before anybody was invited.

    Part of the shipped data; run by the owner of the database at every update. A desk that is here stays as it is."""
    desk = Unit.objects.filter(is_national_desk=True, is_active=True).first()
    if desk is not None:
        return desk
    told = json.loads(SHIPPED.read_text(encoding="utf-8"))
    names = dict(told["organisation"])
    key = {"kind": names.pop("kind"), "name_az": names.pop("name_az")}
    body, _made = Organisation.objects.get_or_create(**key, defaults=names)
    desk = Unit.objects.create(organisation=body, is_national_desk=True, **told["unit"])
    desk.refresh_from_db()
    return desk
