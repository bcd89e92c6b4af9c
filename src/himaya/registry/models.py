"""Re-exports the models of this context's topics."""

from himaya.registry.people.models import Person

__all__ = ["Person"]
