"""Made-up people and places for tests. Call as the owner: `with as_owner(): ...`."""

from itertools import count
from typing import Any

from himaya.access.models import Membership, Organisation, Unit, User
from himaya.access.roles import Role

_numbers = count(1)


def unit(
    *, parent: Unit | None = None, kind: str = "district", national: bool = False, **fields: Any
) -> Unit:
    """A unit of an organisation of its own, or of its parent's."""
    n = next(_numbers)
    body = (
        parent.organisation
        if parent
        else Organisation.objects.create(
            kind="agency", name_az=f"Qurum {n}", name_en=f"Body {n}", name_ru=f"Орган {n}"
        )
    )
    made = Unit.objects.create(
        organisation=body,
        parent=parent,
        kind=kind,
        name_az=f"Şöbə {n}",
        name_en=f"Unit {n}",
        name_ru=f"Отдел {n}",
        is_national_desk=national,
        **fields,
    )
    made.refresh_from_db()
    return made


def user(*held: tuple[type[Role], Unit], **fields: Any) -> User:
    """A member of staff who holds these roles in these units."""
    n = next(_numbers)
    made = User.objects.create_user(
        email=f"user{n}@example.org", password=None, full_name=fields.pop("full_name", f"User {n}"), **fields
    )
    for role, where in held:
        Membership.objects.create(user=made, unit=where, role=role.code)
    return made
