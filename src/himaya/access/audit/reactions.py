"""What the floor below tells: a change of reference data is audited in the transaction that makes it."""

import hashlib
import json
from typing import Any

from django.dispatch import receiver

from himaya.access.audit.actions import record
from himaya.reference.signals import changed

SUBJECTS = ("key", "codelist", "number")


@receiver(changed, dispatch_uid="himaya.access.audit.reference")
def reference_changed(sender: Any, what: str, by: Any, details: dict[str, Any], **kwargs: Any) -> None:
    """Who changed which norm, list or number, with a digest of what was laid down. Loading a release is not a
    person's act and is not written here."""
    if by is None:
        return
    subject = next((str(details[name]) for name in SUBJECTS if name in details), "")
    said = json.dumps(details, sort_keys=True, default=str, ensure_ascii=False)
    record(by=by, verb=what, reason=subject[:60], digest=hashlib.sha256(said.encode()).hexdigest())
