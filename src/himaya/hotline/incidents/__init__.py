"""What happened to a child: a record apart from the contact that told of it and from the case, with its evidence and
with whom was told of it (R22)."""
