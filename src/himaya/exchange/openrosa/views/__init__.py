"""The phone's doors, and the pages of what came."""
