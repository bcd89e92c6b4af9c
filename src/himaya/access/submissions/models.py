"""What was already submitted, so that a double click does a thing once."""

from django.db import models

from himaya.kit.privacy import internal


class Submission(models.Model):
    """The key of a submitted form and where it led. The second submit is led to the same place."""

    erasable = True

    key = internal(models.UUIDField(primary_key=True))
    actor = internal(models.CharField(max_length=24))
    path_digest = internal(models.CharField(max_length=64))
    # A keyed digest of what was typed, so that the same text sent again is known without being kept.
    content = internal(models.CharField(max_length=64, blank=True, default=""))
    location = internal(models.TextField(blank=True))
    at = internal(models.DateTimeField(db_index=True))

    class Meta:
        indexes = [
            models.Index(
                fields=["actor", "path_digest", "content"],
                condition=~models.Q(content=""),
                name="submission_content",
            )
        ]

    def __str__(self) -> str:
        return str(self.key)
