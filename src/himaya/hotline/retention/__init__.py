"""How long the hotline keeps what it was told, what it forgets each night, and how that is proved."""
