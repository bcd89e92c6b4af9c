"""What other contexts may ask of the rules of services."""

from himaya.services.directory.rules import Measured

__all__ = ["Measured"]
