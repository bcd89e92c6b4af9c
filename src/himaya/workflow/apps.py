from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _govern(**kwargs: Any) -> None:
    from himaya.workflow.sync import govern_database

    govern_database(kwargs["using"])


class WorkflowConfig(AppConfig):
    name = "himaya.workflow"
    label = "workflow"
    verbose_name = _("Workflow")

    def ready(self) -> None:
        import himaya.workflow.clocks.ladder  # the words of late work, for pages too
        import himaya.workflow.emergencies.reactions  # noqa: F401  hears of break-glass

        post_migrate.connect(_govern, sender=self, dispatch_uid="himaya.workflow.govern")
