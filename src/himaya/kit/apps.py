from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

# Questions whose plans a connection keeps. The pages of a working day ask some three hundred different ones, and the
# driver's own hundred would forget each before it comes again; a plan takes the server some 50 KB.
PLANS_KEPT = 400


class KitConfig(AppConfig):
    name = "himaya.kit"
    label = "kit"
    verbose_name = _("Toolbox")

    def ready(self) -> None:
        connection_created.connect(_keep_plans, dispatch_uid="kit.plans")


def _keep_plans(connection: Any, **_more: Any) -> None:
    connection.connection.prepared_max = PLANS_KEPT
