"""What signing in keeps: tries, counted for all processes together."""

from django.db import models

from himaya.kit.privacy import internal


class Attempt(models.Model):
    """A short-lived count (wrong passwords from an address or for an account). The table of the shared cache:
    its columns are the ones Django's database cache writes. Keys are hashes."""

    erasable = True

    cache_key = internal(models.CharField(max_length=255, primary_key=True))
    value = internal(models.TextField())
    expires = internal(models.DateTimeField(db_index=True))

    def __str__(self) -> str:
        return self.cache_key
