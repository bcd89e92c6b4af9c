"""Invitations."""

from django.db import models

from himaya.kit.privacy import internal, secret


class Invitation(models.Model):
    """A link by which a new user sets a password: once, and not for long. Only its digest is kept."""

    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="invitations")
    digest = secret(models.CharField(max_length=64, unique=True))
    sent_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = internal(models.DateTimeField())
    expires_at = internal(models.DateTimeField())
    accepted_at = internal(models.DateTimeField(null=True))
    # when the mail server took the letter; without it, the administrator is told to send it again
    delivered_at = internal(models.DateTimeField(null=True))

    def __str__(self) -> str:
        return f"invitation of {self.user_id}"
