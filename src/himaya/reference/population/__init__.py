"""Published population figures with their sources. Nothing is estimated here."""
