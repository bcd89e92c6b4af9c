from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _open_doors(**kwargs: Any) -> None:
    from himaya.hotline.callers import doors as callers
    from himaya.hotline.chat import doors as chat
    from himaya.hotline.contacts import doors as contacts
    from himaya.hotline.figures import doors as figures
    from himaya.hotline.quality import doors as quality
    from himaya.hotline.queue import doors as queue
    from himaya.hotline.retention import doors as retention
    from himaya.hotline.search import doors as search

    for topic in (contacts, callers, retention, queue, search, figures, chat, quality):
        topic.open_doors(kwargs["using"])


class HotlineConfig(AppConfig):
    name = "himaya.hotline"
    label = "hotline"
    verbose_name = _("Hotline")

    def ready(self) -> None:
        """Every topic that hears of something below is found by the name of its part."""
        for topic in iter_modules([self.path]):
            name = f"{self.name}.{topic.name}.reactions"
            if topic.ispkg and find_spec(name):
                import_module(name)
        post_migrate.connect(_open_doors, sender=self, dispatch_uid="himaya.hotline.doors")
