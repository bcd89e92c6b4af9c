from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _open_doors(**kwargs: Any) -> None:
    from himaya.desk.home import doors as figures
    from himaya.desk.search import doors as numbered

    figures.open_doors(kwargs["using"])
    numbered.open_doors(kwargs["using"])


class DeskConfig(AppConfig):
    name = "himaya.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        # The desk has no tables, so nothing is sent for it: its doors look into those below.
        post_migrate.connect(
            _open_doors, sender=apps.get_app_config("cases"), dispatch_uid="himaya.desk.doors"
        )
