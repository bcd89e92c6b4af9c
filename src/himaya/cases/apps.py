from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "himaya.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Every topic's own part is found by its name: its procedure, what it adds to the story of a case, what it does when
        a case changes, what it tells to a person's own file, and the narrow doors it needs in the database."""
        self.parts("process")
        self.parts("story")
        self.parts("reactions")
        self.parts("own_file")
        self.parts("retained")
        post_migrate.connect(self._open_doors, sender=self, dispatch_uid="himaya.cases.doors")

    def parts(self, part: str) -> list[ModuleType]:
        """The module of this name of every topic that has one."""
        topics = [f"{self.name}.{t.name}" for t in iter_modules([self.path]) if t.ispkg]
        return [import_module(f"{topic}.{part}") for topic in topics if find_spec(f"{topic}.{part}")]

    def _open_doors(self, **kwargs: Any) -> None:
        for doors in self.parts("doors"):
            doors.open_doors(kwargs["using"])
