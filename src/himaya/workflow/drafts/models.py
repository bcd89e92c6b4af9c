"""Drafts: what somebody was typing, kept on the server until it is sent."""

from django.db import models

from himaya.access.models import OwnRow
from himaya.kit.privacy import internal, special


class Draft(OwnRow):
    """One form of one user, as last typed. Seen by nobody else; removed when sent, or when it grows old."""

    erasable = True

    key = internal(models.CharField(max_length=120))
    typed = special(models.JSONField())
    at = internal(models.DateTimeField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_once")]

    def __str__(self) -> str:
        return self.key
