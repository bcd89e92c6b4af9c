from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _secure(**kwargs: Any) -> None:
    from himaya.access.audit.sql import audit_rights
    from himaya.access.breakglass.sql import door
    from himaya.access.encryption.sql import eraser
    from himaya.access.protection.sync import secure_database

    secure_database(kwargs["using"], afterwards=[audit_rights(), door(), eraser()])


def _close_doors(**kwargs: Any) -> None:
    """After each app, since any of them may have made a function that runs as the owner."""
    from himaya.access.protection.sync import close_doors

    close_doors(kwargs["using"])


class AccessConfig(AppConfig):
    name = "himaya.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self) -> None:
        import himaya.access.audit.reactions  # hears of changes of reference data
        import himaya.access.signin.reactions  # noqa: F401  hears the library's signals

        post_migrate.connect(_secure, sender=self, dispatch_uid="himaya.access.secure")
        post_migrate.connect(_close_doors, dispatch_uid="himaya.access.doors")
