"""How the keys stand."""

from himaya.access.encryption.keyring import CannotDecrypt
from himaya.access.encryption.keys import unwrap
from himaya.access.encryption.models import DossierKey


def unopened() -> list[int]:
    """Dossiers whose key no master key at hand opens."""
    found = []
    for key in DossierKey.objects.filter(erased_at__isnull=True).order_by("pk").iterator():
        try:
            unwrap(key.wrapped, key.dossier_id)
        except CannotDecrypt:
            found.append(key.dossier_id)
    return found
