"""Re-exports the models of this context's topics."""

from himaya.services.directory.models import Service, Waiting

__all__ = ["Service", "Waiting"]
