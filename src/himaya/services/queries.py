"""What other contexts may ask of services."""

from himaya.services.directory.queries import open_services, services_of

__all__ = ["open_services", "services_of"]
