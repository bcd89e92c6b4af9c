"""Every process by its code. Stands below the language, so that clocks and pages can ask without a circle."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from django.apps import apps

# Filled by `process.Process` as each subclass is written.
PROCESSES: dict[str, Any] = {}


@cache
def discover() -> dict[str, Any]:
    """Imports the `process.py` of every topic, once."""
    for config in apps.get_app_configs():
        if not config.name.startswith("himaya."):
            continue
        for topic in iter_modules([config.path]):
            name = f"{config.name}.{topic.name}.process"
            if topic.ispkg and find_spec(name):
                import_module(name)
    return PROCESSES
