"""Renewing the master key, and destroying a dossier's key."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.utils.translation import gettext as _

from himaya.access.encryption.keyring import keyring, new_key, put_first
from himaya.access.encryption.keys import unwrap, wrap
from himaya.access.encryption.models import DossierKey
from himaya.access.gate import action
from himaya.access.protection.models import Dossier
from himaya.kit.errors import Refused

BATCH = 500
# What the second factors keep closed, by their kind.
FACTOR_SECRETS = ("secret", "seed")


@action(None, on="dossier")
def erase_key(*, dossier: Dossier, by: Any) -> bool:
    """Destroys the key of a dossier for good; says whether there was anything left to destroy.

    Called by the retention of records, as the system: no role carries it, and the database asks too."""
    if not getattr(by, "is_system", False):
        raise Refused(_("Only the retention of records erases."))
    with connection.cursor() as cursor:
        cursor.execute("select access_erase_key(%s)", [dossier.pk])
        return bool(cursor.fetchone()[0])


def close_text(text: str, context: str) -> str:
    """Closes, under the master key itself, what has no record yet and will not stay. `context` says where it belongs."""
    return keyring().seal(text, context)


def open_text(closed: str, context: str) -> str:
    """Opens it again. Raises CannotDecrypt."""
    return keyring().open(closed, context)


def renew_master_key() -> int:
    """A new master key in use from now on, and everything closed again under it; says how much.

    For the owner's command, while people work: the older keys still open."""
    put_first(new_key())
    return close_again()


def close_again() -> int:
    """Closes under the first master key whatever an older one closed. Idempotent; may be stopped and run again."""
    done = 0
    while count := _close_batch():
        done += count
    return done + _close_factors()


@transaction.atomic
def _close_batch() -> int:
    ring = keyring()
    current = f"m1:{ring.current}:"
    old = DossierKey.objects.filter(erased_at__isnull=True).exclude(wrapped__startswith=current)
    rows = list(old.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
    for row in rows:
        row.wrapped = wrap(unwrap(row.wrapped, row.dossier_id), row.dossier_id)
    DossierKey.objects.bulk_update(rows, ["wrapped"])
    return len(rows)


@transaction.atomic
def _close_factors() -> int:
    ring, done = keyring(), 0
    for factor in Authenticator.objects.select_for_update():
        kept = {name: factor.data[name] for name in FACTOR_SECRETS if name in factor.data}
        old = {name: value for name, value in kept.items() if not ring.is_current(value)}
        if old:
            factor.data |= {name: ring.seal(ring.open(value, "mfa"), "mfa") for name, value in old.items()}
            factor.save(update_fields=["data"])
            done += 1
    return done
