"""Bodies that must be told of what happens in a case: opened at once, held back by nothing."""
