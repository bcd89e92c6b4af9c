"""Django's `migrate`, without the work that an empty database never needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState


class Command(Migrate):
    """For every new table or column Django draws all models anew that any chain of relations leads to: nearly all there
    are, a thousand times over, which took most of the first start. Only migrations that look back, from a record to what was
    made to refer to it later, could tell the difference, and in an empty database there is no record to look back from."""

    def handle(self, *args: Any, **options: Any) -> None:
        if MigrationRecorder(connections[options["database"]]).has_table():
            super().handle(*args, **options)
            return
        with _only_what_is_new():
            super().handle(*args, **options)


@contextmanager
def _only_what_is_new() -> Iterator[None]:
    """Meanwhile a new or changed model is drawn alone, and an index or constraint is written onto the model as it stands."""
    with (
        patch.object(ProjectState, "add_model", _add_model),
        patch.object(ProjectState, "_find_reload_model", _itself),
        patch.object(ProjectState, "_append_option", _append_option),
    ):
        yield


def _add_model(self: Any, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:  # to ask in any other way would draw them all
        self.apps.render_multiple([model_state])


def _append_option(self: Any, app_label: str, model_name: str, option_name: str, added: Any) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]
    if "apps" in self.__dict__:
        setattr(self.apps.get_model(app_label, model_name)._meta, option_name, options[option_name])


def _itself(self: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    return {(app_label, model_name.lower())}
