"""Every role, every permission, in every situation: made from the roles, so none can be forgotten.

What is expected is said here once more, plainly and apart from the code: a role's permission counts over the
records its reach covers in its unit and below; a role that lives by grants acts where it was let in by name; a
grant to a unit reaches those who work there with records; and no permission passes a wall, a seal, the border
of a unit, or the end of a grant.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from himaya.access.actions import end_grants, grant, open_dossier, wall_off
from himaya.access.gate import SYSTEM, may
from himaya.access.roles import NORMAL, ONLY_GRANTED, PERMISSIONS, ROLES, SEALED, SENSITIVE, Role
from tests import database, factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db


def expected(role: type[Role]) -> dict[str, bool]:
    """In which situations the role's permissions count."""
    return {
        "own unit": role.reach >= NORMAL,
        "own unit, sensitive": role.reach >= SENSITIVE,
        "own unit, sealed": role.reach >= SEALED,
        "unit below": role.reach >= NORMAL,
        "other unit": False,
        "let in by name": role.reach == ONLY_GRANTED and role.sees_records,
        "let in by name for the office": role.sees_records,
        "let in as a unit": role.sees_records,
        "grant ended": False,
        "walled off": False,
    }


def situations(unit: Any, user: Any) -> dict[str, Any]:
    """A dossier for each situation of somebody who serves in the unit."""
    elsewhere, below = factories.unit(), factories.unit(parent=unit)
    made = {
        "own unit": open_dossier(kind="case", unit=unit),
        "own unit, sensitive": open_dossier(kind="case", unit=unit, sensitivity=SENSITIVE),
        "own unit, sealed": open_dossier(kind="case", unit=unit, sensitivity=SEALED),
        "unit below": open_dossier(kind="case", unit=below),
        "walled off": open_dossier(kind="case", unit=unit),
        **{
            name: open_dossier(kind="case", unit=elsewhere)
            for name in (
                "other unit",
                "let in by name",
                "let in by name for the office",
                "let in as a unit",
                "grant ended",
            )
        },
    }
    grant(dossier=made["let in by name"], user=user, ground="case", by=None)
    grant(dossier=made["let in by name for the office"], user=user, ground="transfer", by=None)
    grant(dossier=made["let in as a unit"], unit=unit, ground="referral", by=None)
    grant(dossier=made["grant ended"], user=user, ground="case", source="over", by=None)
    end_grants(ground="case", source="over")
    wall_off(dossier=made["walled off"], user=user, reason="named", by=None)
    grant(dossier=made["walled off"], user=user, ground="case", by=None)
    return made


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES.keys())
def test_what_each_role_may_do_and_where(role: type[Role], as_owner: As, acting_as: Any) -> None:
    with as_owner():
        unit = factories.unit(parent=factories.unit())
        user = factories.user((role, unit))
        dossiers = situations(unit, user)
    database.settle()
    with acting_as(user):
        for permission in PERMISSIONS.values():
            holds = permission in role.may
            assert may(user, permission) is holds, permission.code
            for name, counts in expected(role).items():
                assert may(user, permission, dossiers[name]) is (holds and counts), (
                    f"{permission.code}, {name}"
                )


def test_nobody_and_the_suspended_may_do_nothing(as_owner: As, acting_as: Any) -> None:
    with as_owner():
        unit = factories.unit()
        gone = factories.user(*((role, unit) for role in ROLES.values()), is_active=False)
        dossier = open_dossier(kind="case", unit=unit)
    for who in (None, gone):
        with acting_as(who):
            assert not any(may(who, p) or may(who, p, dossier) for p in PERMISSIONS.values())
    assert may(SYSTEM, next(iter(PERMISSIONS.values()))), (
        "the worker's jobs; the database honours only its login"
    )


def test_every_permission_has_a_role_and_every_role_a_plain_description() -> None:
    for permission in PERMISSIONS.values():
        assert any(permission in role.may for role in ROLES.values()), permission.code
    for role in ROLES.values():
        assert str(role.label)
        assert str(role.does)
