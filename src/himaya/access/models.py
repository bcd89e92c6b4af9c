"""Re-exports the models of this context's topics."""
