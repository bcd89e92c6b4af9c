"""Finding contacts by their words and by what is coded of them (docs/adr/0022)."""
