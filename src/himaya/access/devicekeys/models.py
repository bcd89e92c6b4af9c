"""Keys of phones."""

from django.db import models
from django.db.models import F, Q

from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, secret


class DeviceKey(models.Model):
    """With what a phone proves for whom it speaks. Its public id is the name it signs in with; of the secret, which was
    shown once, the digest is kept."""

    public_id = internal(PublicIdField())
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # How its owner calls the phone.
    name = internal(models.CharField(max_length=60))
    digest = secret(models.CharField(max_length=64, unique=True))
    made_at = internal(models.DateTimeField())
    expires_at = internal(models.DateTimeField())
    used_at = internal(models.DateTimeField(null=True))
    ended_at = internal(models.DateTimeField(null=True))

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="device_key_lasts"),
        ]

    def __str__(self) -> str:
        return self.name
