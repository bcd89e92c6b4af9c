"""Call-backs promised outside triage, and the attempts at them."""

from django.db import models
from django.db.models import Q

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class CallBack(Governed):
    """One promise to call: to a number and in hours that the caller called safe (both closed). `next_at` is when it may
    be tried next; empty once nobody is to dial any more."""

    # Why it was promised: code of `hotline.call_why`.
    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    why = internal(models.CharField(max_length=40))
    contact = models.ForeignKey(
        "hotline.Contact", null=True, on_delete=models.PROTECT, related_name="call_backs"
    )
    caller_key = internal(models.CharField(max_length=64))
    number = personal(EncryptedTextField())
    # Hours alone tell nobody's name: without the number they stay, counted.
    opens = personal(models.TimeField(), counted=True)
    closes = personal(models.TimeField(), counted=True)
    promised_at = internal(models.DateTimeField())
    safe_from = internal(models.DateTimeField())
    due_at = internal(models.DateTimeField())
    next_at = internal(models.DateTimeField(null=True, db_index=True))
    tried = internal(models.SmallIntegerField(default=0))
    is_sample = internal(models.BooleanField(default=False))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["caller_key"],
                condition=Q(status__in=["promised", "handed"]),
                name="call_back_one_open",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The call-back's page."""
        return address("hotline:call-back", self.public_id)


class CallAttempt(Protected):
    """One attempt, and what came of it. Never changed."""

    append_only = True

    public_id = internal(PublicIdField())
    call_back = models.ForeignKey(CallBack, on_delete=models.PROTECT, related_name="attempts")
    at = internal(models.DateTimeField())
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Code of `hotline.call_result`.
    result = internal(models.CharField(max_length=40))
    note = special(models.TextField(blank=True))

    def __str__(self) -> str:
        return f"{self.result} {self.at}"
