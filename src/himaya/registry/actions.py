"""What other contexts may do through the registry."""

from himaya.registry.documents.actions import keep_files, release_document

__all__ = ["keep_files", "release_document"]
