"""That a contact became a protection report, and how far its desk is."""

from django.db import models
from django.urls import reverse

from himaya.kit.privacy import internal
from himaya.workflow.models import Governed


class Escalation(Governed):
    """Lies in the dossier of the report, so that whoever screens it moves it on without seeing anything of the
    contact; the counsellor sees it because the report is open to who entered it."""

    contact = models.OneToOneField("hotline.Contact", on_delete=models.PROTECT, related_name="escalation")
    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="escalation")
    counsellor = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    sent_at = internal(models.DateTimeField())

    def __str__(self) -> str:
        return f"report {self.report_id}"

    def get_absolute_url(self) -> str:
        """Where the work is: the report."""
        return reverse("cases:report-detail", args=[self.report.public_id])

    @property
    def reference(self) -> str:
        """People speak of the report."""
        return self.report.reference

    @property
    def territory(self) -> object:
        """Where the report lies: a pilot may set its own time."""
        return self.report.territory
