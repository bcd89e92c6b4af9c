"""What was forgotten, and when: counts only."""

from django.db import models

from himaya.kit.privacy import internal


class Forgetting(models.Model):
    """One night's forgetting of one kind of record: how many, in how many rows of each table, by which norm. Tells of
    nobody; which records they were stands in the audit, by opaque ids."""

    CONTACTS, INCIDENTS, PROFILES, RECORDINGS = "contacts", "incidents", "profiles", "recordings"
    REVIEWS, DEBRIEFS = "reviews", "debriefs"

    at = internal(models.DateTimeField())
    what = internal(models.CharField(max_length=20))
    records = internal(models.PositiveIntegerField())
    # Rows blanked, by table.
    rows = internal(models.JSONField(default=dict))
    norm = internal(models.CharField(max_length=60))

    def __str__(self) -> str:
        return f"{self.what} {self.at}"

    @property
    def total(self) -> int:
        """How many rows of all tables."""
        return sum(self.rows.values())
