"""Who in a list may be whom: among its own rows, and in the register. Only proposes; twins are never joined."""
