"""What other contexts may ask of services."""

from himaya.services.directory.queries import Need, find_services, open_services, services_of

__all__ = ["Need", "find_services", "open_services", "services_of"]
