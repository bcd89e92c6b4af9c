"""Reading signatures."""

from typing import Any

from himaya.workflow.signatures.models import Signature


def signatures_of(process: str, subject: Any) -> list[Signature]:
    """All signatures under a record, oldest first; those of an earlier text too."""
    rows = Signature.objects.filter(process=process, subject_id=subject.pk)
    return list(rows.select_related("user", "recorded_by").order_by("pk"))


def holding(process: str, subject: Any, digest: str) -> set[str]:
    """The parts (worker, parent, child …) whose signature is under the text as it is now."""
    rows = Signature.objects.filter(process=process, subject_id=subject.pk, digest=digest)
    return set(rows.values_list("part", flat=True))
