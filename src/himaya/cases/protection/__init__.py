"""Child protection: the kind of case that a report about harm or danger opens."""
