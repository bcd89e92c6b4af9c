"""Doors for other systems and devices: imports, exports, interfaces. Owns what came from a phone until it has its place."""
