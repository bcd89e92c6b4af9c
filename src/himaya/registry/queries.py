"""What other contexts may ask of the registry."""

from himaya.registry.documents.queries import documents_of

__all__ = ["documents_of"]
