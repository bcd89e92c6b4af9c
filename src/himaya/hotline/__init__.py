"""The children's hotline: who called, wrote or came, what was heard, and what follows. Not the protection report and
the case that may come of it (cases)."""
