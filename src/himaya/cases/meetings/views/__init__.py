"""Pages of meetings: calling and holding them, their agenda, their minutes."""
