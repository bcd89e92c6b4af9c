"""Links by which an organisation without an account reads and answers one referral or one task."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, secret


class OutsideLink(Protected):
    """One link to one referral or one task of a meeting, in its dossier. Of the link and of the code that
    opens it only digests are kept; both are shown once, to who made it."""

    public_id = internal(PublicIdField())
    referral = models.ForeignKey("cases.Referral", null=True, on_delete=models.PROTECT, related_name="links")
    duty = models.ForeignKey("cases.Duty", null=True, on_delete=models.PROTECT, related_name="links")
    digest = secret(models.CharField(max_length=64, unique=True))
    code = secret(models.CharField(max_length=160))
    # Of the form it was made with, so that pressing twice makes one link.
    form_digest = secret(models.CharField(max_length=64, unique=True))
    # Where it was sent; empty where it was printed.
    email = personal(models.CharField(max_length=254, blank=True))
    language = internal(models.CharField(max_length=2))
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    made_at = internal(models.DateTimeField())
    expires_at = internal(models.DateTimeField())
    # Codes tried in vain since the last right one; past the norm `link.tries` the link is used up.
    tries = internal(models.PositiveSmallIntegerField(default=0))
    # Who is inside: the digest of their browser's secret, and until when.
    visit = secret(models.CharField(max_length=64, blank=True))
    visit_until = internal(models.DateTimeField(null=True))
    withdrawn_at = internal(models.DateTimeField(null=True))

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="outside_link_lasts"),
            models.CheckConstraint(
                condition=Q(referral__isnull=False, duty__isnull=True)
                | Q(referral__isnull=True, duty__isnull=False),
                name="outside_link_to_one",
            ),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(withdrawn_at__isnull=True), name="outside_link_one_referral"
            ),
            models.UniqueConstraint(
                fields=["duty"], condition=Q(withdrawn_at__isnull=True), name="outside_link_one_duty"
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"

    @property
    def matter(self) -> Any:
        """What it leads to."""
        return self.referral or self.duty


class LinkOpening(Protected):
    """Somebody came in by a link, with the right code."""

    append_only = True

    link = models.ForeignKey(OutsideLink, on_delete=models.PROTECT, related_name="openings")
    at = internal(models.DateTimeField())

    def __str__(self) -> str:
        return f"opening {self.pk}"
