"""What the hotline is asked and how well it answers, in counts: never who."""
