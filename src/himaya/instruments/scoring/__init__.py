"""What answers add up to. A score advises; a human decides."""
