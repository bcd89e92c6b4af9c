"""A sealed word for a record: pages link to it where the record itself may not be shown, not even its id."""

import json
from dataclasses import dataclass

from himaya.access.encryption.keyring import CannotDecrypt, keyring
from himaya.access.users.models import User
from himaya.kit import clock

# How long a link that was shown can still be followed, in seconds.
VALID_FOR = 12 * 3600
CONTEXT = "breakglass"


@dataclass(frozen=True)
class Target:
    """What a token points at, and the page to go to once it is open."""

    dossier_id: int
    url: str = ""


def make(dossier_id: int, *, user: User | None = None, url: str = "") -> str:
    """A token for a dossier. With a user it serves that user only. `url`: where to go once it is open."""
    body = [dossier_id, user.pk if user else 0, int(clock.now().timestamp()), url]
    return keyring().seal(json.dumps(body), CONTEXT)


def read(token: str, *, user: User) -> Target | None:
    """What the token points at; None where it is forged, too old, or somebody else's."""
    try:
        dossier_id, holder, made, url = json.loads(keyring().open(token, CONTEXT))
    except (CannotDecrypt, ValueError):
        return None
    too_old = clock.now().timestamp() - made > VALID_FOR
    return None if too_old or holder not in (0, user.pk) else Target(dossier_id, url)
