"""How each language writes dates and numbers (dd.mm.yyyy everywhere)."""
