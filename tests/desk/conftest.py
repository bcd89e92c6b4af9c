"""One person of every role, in a small country."""

from typing import Any

import pytest

from himaya.access.roles import ROLES, ProviderStaff
from tests import factories


@pytest.fixture
def everyone(as_owner: Any) -> dict[str, Any]:
    """A user of each role by its code; providers work in a centre, the others in a district below the nation."""
    with as_owner():
        nation = factories.unit(national=True)
        here, centre = factories.unit(parent=nation), factories.unit(parent=nation, kind="centre")
        people = {
            code: factories.user(
                (role, centre if role is ProviderStaff else here), full_name=f"{code} burada"
            )
            for code, role in ROLES.items()
        }
        return {"nation": nation, "here": here, "centre": centre, **people}
