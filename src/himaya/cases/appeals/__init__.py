"""Appeals and complaints against any decision: written down for everybody, decided by somebody who took no part."""
