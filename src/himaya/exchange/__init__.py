"""Doors for other systems: imports, exports, interfaces. Owns no record."""
