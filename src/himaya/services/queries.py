"""What other contexts may ask of services."""

from himaya.services.directory.fit import Fit, Wanted
from himaya.services.directory.queries import (
    Need,
    any_service,
    find_services,
    open_services,
    services_for,
    services_of,
    types_for,
    waits_of,
)
from himaya.services.directory.volume import Volume, guaranteed_volume

__all__ = [
    "Fit",
    "Need",
    "Volume",
    "Wanted",
    "any_service",
    "find_services",
    "guaranteed_volume",
    "open_services",
    "services_for",
    "services_of",
    "types_for",
    "waits_of",
]
