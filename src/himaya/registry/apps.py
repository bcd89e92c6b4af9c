from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _open_doors(**kwargs: Any) -> None:
    from himaya.registry.doors import open_doors

    open_doors(kwargs["using"])


class RegistryConfig(AppConfig):
    name = "himaya.registry"
    label = "registry"
    verbose_name = _("Registry")

    def ready(self) -> None:
        import himaya.registry.adjudication.reactions  # hears of merges
        import himaya.registry.documents.reactions  # people hold documents
        import himaya.registry.households.reactions  # a birth fits those of parents and children
        import himaya.registry.sources.reactions  # noqa: F401  keeps the unit's own page

        post_migrate.connect(_open_doors, sender=self, dispatch_uid="himaya.registry.doors")
