"""Re-exports the models of this context's topics."""

from himaya.access.audit.models import AuditEvent, AuditSeal
from himaya.access.breakglass.models import Opening
from himaya.access.devicekeys.models import DeviceKey
from himaya.access.encryption.fields import EncryptedTextField, StoredName
from himaya.access.encryption.keyring import CannotDecrypt
from himaya.access.encryption.models import DoomedFile, DossierKey
from himaya.access.protection.models import (
    Dossier,
    Grant,
    History,
    OwnRow,
    Protected,
    ProtectedQuerySet,
    Wall,
)
from himaya.access.signin.models import Attempt
from himaya.access.staff.models import Invitation
from himaya.access.submissions.models import Submission
from himaya.access.units.models import Organisation, Unit
from himaya.access.users.models import Membership, User

__all__ = [
    "Attempt",
    "AuditEvent",
    "AuditSeal",
    "CannotDecrypt",
    "DeviceKey",
    "DoomedFile",
    "Dossier",
    "DossierKey",
    "EncryptedTextField",
    "Grant",
    "History",
    "Invitation",
    "Membership",
    "Opening",
    "Organisation",
    "OwnRow",
    "Protected",
    "ProtectedQuerySet",
    "StoredName",
    "Submission",
    "Unit",
    "User",
    "Wall",
]
