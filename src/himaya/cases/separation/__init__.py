"""Risk of separation: a family that is helped so that its child stays with it."""
