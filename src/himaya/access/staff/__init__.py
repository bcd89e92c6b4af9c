"""Keeping the users of one's units: inviting, moving, suspending, looking their rights over. Nobody is deleted."""
